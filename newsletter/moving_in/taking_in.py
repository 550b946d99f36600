"""From a file to readers, in two passes: what would happen, and, if wanted, that.

Each slice is one transaction and moves `done` on, so a worker that dies repeats
nothing; a row taken in twice would change nothing either.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.dateparse import parse_datetime

from ijm.addresses import normalise
from ijm.models import StaffMember
from newsletter.models import (
    ConsentEvent,
    CountedMonth,
    ListImport,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.moving_in import table
from newsletter.moving_in.meaning import Incoming, Unclear, guessed_state, incoming
from newsletter.occasion import Occasion
from newsletter.subscribing import begin, end

AT_ONCE = 500
UNCLEAR_SHOWN = 100
ORDER = {"cleaned": 0, "unsubscribed": 1, "subscribed": 2}
State, Reason = ListImport.State, Suppression.Reason


def receive(
    file: BinaryIO,
    size: int,
    name: str,
    by: StaffMember,
    *,
    state: str = "",
    groups_column: str = "",
    **columns: Any,
) -> ListImport:
    """Read the file whole and keep what was understood; raises NotATable.

    The worst news stands first, so that a file of all kinds never joins who has left.
    """
    people: list[Incoming] = []
    unclear: list[tuple[int, str]] = []
    count = 0
    for line, row in table.rows(file, size):
        state = state or guessed_state(row, name)
        try:
            people.append(incoming(line, row, state=state, groups_column=groups_column))
        except Unclear as why:
            count += 1
            unclear += [(line, str(why))] if len(unclear) < UNCLEAR_SHOWN else []
    people.sort(key=lambda each: ORDER[each.state])
    lines = "".join(f"{json.dumps(each.as_row())}\n" for each in people)
    kept = storages["private"].save("lists/list.jsonl", ContentFile(lines.encode()))
    return ListImport.objects.create(
        file_name=name[:200],
        kept_as=kept,
        lines=len(people),
        unclear=unclear,
        foreseen={"unclear": count},
        made_by=by,
        **columns,
    )


def go_on(now: datetime) -> int:
    """The chore: one slice of the oldest list that is under way."""
    under_way = ListImport.objects.filter(state__in=[State.LOOKING, State.APPLYING])
    with transaction.atomic():
        found = under_way.select_for_update(skip_locked=True).last()
        if found is None:
            return _forget_files()
        act = _foresee if found.state == State.LOOKING else _take_in
        counts = "foreseen" if found.state == State.LOOKING else "counted"
        rows = list(_rows(found))
        told = Counter(getattr(found, counts))
        told.update(_each(found, rows, act, now))
        found.change(**{counts: dict(told)}, done=found.done + len(rows))
        if found.done >= found.lines:
            _finish(found)
    return len(rows) or 1


def apply(found: ListImport) -> None:
    """A person has read what would happen, and wants it."""
    ListImport.objects.filter(pk=found.pk, state=State.LOOKED).update(
        state=State.APPLYING, done=0
    )


def drop(found: ListImport) -> None:
    ListImport.objects.filter(
        pk=found.pk, state__in=[State.LOOKING, State.LOOKED]
    ).update(state=State.DROPPED)


def _finish(found: ListImport) -> None:
    if found.state == State.LOOKING:
        found.change(state=State.LOOKED, done=0)
        return
    found.change(state=State.APPLIED)
    CountedMonth.count_again()  # people joined on the days that the file says


def _forget_files() -> int:
    """The addresses go as soon as nobody needs the file; killed midway, again."""
    over = ListImport.objects.filter(state__in=[State.APPLIED, State.DROPPED])
    for found in over.exclude(kept_as=""):
        storages["private"].delete(found.kept_as)
        found.change(kept_as="")
    return 0


def _rows(found: ListImport) -> Iterator[Incoming]:
    with storages["private"].open(found.kept_as) as file:
        for line in islice(file, found.done, found.done + AT_ONCE):
            yield Incoming(**json.loads(line))


def _each(
    found: ListImport,
    rows: list[Incoming],
    act: Callable[..., str],
    now: datetime,
) -> Counter[str]:
    known = {
        each.identity: each
        for each in Subscriber.objects.filter(
            identity__in=[normalise(row.address) for row in rows]
        )
    }
    told: Counter[str] = Counter()
    seen: set[str] = set()
    for row in rows:
        identity = normalise(row.address)
        if identity in seen:
            told["twice"] += 1
            continue
        seen.add(identity)
        told[act(found, row, known.get(identity), now)] += 1
    return told


def _foresee(
    found: ListImport, row: Incoming, known: Subscriber | None, now: datetime
) -> str:
    """One word for what `_take_in` would do."""
    del found, now
    if row.state != "subscribed":
        return "leaves" if known and known.is_on_the_list else "suppressed"
    if known:
        return "known"
    if Suppression.objects.against(row.address).exists():
        return "refused"
    return "joins"


def _take_in(
    found: ListImport, row: Incoming, known: Subscriber | None, now: datetime
) -> str:
    what = _foresee(found, row, known, now)
    if row.state != "subscribed":
        _let_fall(found, row, known, now)
    elif what == "joins":
        _let_in(found, row, now)
    return what


def _let_fall(
    found: ListImport, row: Incoming, known: Subscriber | None, now: datetime
) -> None:
    dead = row.state == "cleaned"
    reason = Reason.BOUNCED if dead else Reason.UNSUBSCRIBED
    if known and (on := known.current_interests()):
        ended = end(
            known,
            on,
            Subscription.Ended.BOUNCED if dead else Subscription.Ended.UNSUBSCRIBED,
            now,
        )
        kind = ConsentEvent.Kind.BOUNCED if dead else ConsentEvent.Kind.WITHDRAWN
        _occasion(found, now).record(known, kind, ended)
    Suppression.suppress(row.address, reason, Suppression.Scope.BULK, now)


def _let_in(found: ListImport, row: Incoming, now: datetime) -> None:
    joined = (row.joined_at and parse_datetime(row.joined_at)) or now
    wanted = _interests(found, row)
    if not wanted:
        return
    subscriber = Subscriber.objects.create(
        address=row.address,
        identity=normalise(row.address),
        digest=Suppression.digest_of(row.address),
        country=row.country,
        postcode=row.postcode,
        created_at=joined,
        asked_at=joined,
        confirmed_at=joined,
    )
    evidence = _occasion(found, joined).record(
        subscriber,
        ConsentEvent.Kind.IMPORTED,
        wanted,
        basis=found.lawful_basis,
        list_import=found,
    )
    begin(subscriber, wanted, evidence)


def _interests(found: ListImport, row: Incoming) -> list[str]:
    """By the groups of the row, where they say something; else those of the list."""
    groups = {each.strip().lower() for each in row.groups.split(",") if each.strip()}
    meant = [slug for words, slug in found.groups.items() if words.lower() in groups]
    return list(dict.fromkeys(meant)) or list(found.interests)


def _occasion(found: ListImport, at: datetime) -> Occasion:
    return Occasion(at=at, form="import", actor=found.made_by, note=found.evidence)
