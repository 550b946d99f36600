"""From a file to the books, in two passes: what would happen, and, if wanted, that.

The look writes nothing. Each slice of the taking in is one transaction that moves
`done` on, so a worker that dies repeats nothing; a row that comes again is known by its
key.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

from donations.bank import table
from donations.card_numbers import is_card_number
from donations.models import CardMove, GivingImport, Moved
from donations.moving_in.meaning import Gift, Meant, Pledged, meant
from donations.moving_in.unclear import Passed, Unclear
from donations.moving_in.writing import write
from ijm.models import StaffMember

AT_ONCE, LOOKED_UP = 150, 1_000
MOST_LINES = 100_000
DECIDE_WITHIN = timedelta(days=30)
State = GivingImport.State
NEW, KNOWN, PASSED, UNCLEAR = "new", "known", "passed", "unclear"


class TooLong(Exception):
    """More lines than are looked through at once."""


class HoldsCards(Exception):
    """A cell is the number of a card: the file is not kept, not even for a moment."""

    def __init__(self, line: int, heading: str) -> None:
        self.line, self.heading = line, heading


@dataclass(frozen=True)
class Foreseen:
    """What would happen to one line, and why."""

    line: int
    what: str
    why: str = ""
    meant: Meant | None = None


def receive(
    content: bytes, name: str, by: StaffMember, *, kind: str, source: str
) -> GivingImport:
    """Kept to be looked at.

    Raises NotAStatement where it is no table, TooLong, and HoldsCards.
    """
    headings, rows = table.opened(content)
    if len(rows) > MOST_LINES:
        raise TooLong(name)
    for number, cells in rows:
        for heading, cell in zip(headings, cells, strict=False):
            if is_card_number(cell):
                raise HoldsCards(number, heading)
    lines = "".join(f"{json.dumps([number, cells])}\n" for number, cells in rows)
    return GivingImport.objects.create(
        kind=kind,
        source=source,
        file_name=name[:200],
        headings=headings,
        lines=len(rows),
        kept_as=storages["private"].save(
            "giving/rows.jsonl", ContentFile(lines.encode())
        ),
        made_by=by,
    )


def look(moving: GivingImport) -> None:
    """Somebody has said which column is which, and may say it again."""
    GivingImport.objects.filter(
        pk=moving.pk, state__in=[State.ASKING, State.LOOKED]
    ).update(
        state=State.LOOKING,
        foreseen={},
        columns=moving.columns,
        currency=moving.currency,
        fund=moving.fund,
    )


def apply(moving: GivingImport) -> None:
    GivingImport.objects.filter(pk=moving.pk, state=State.LOOKED).update(
        state=State.APPLYING, done=0
    )


def drop(moving: GivingImport) -> None:
    GivingImport.objects.filter(
        pk=moving.pk, state__in=[State.ASKING, State.LOOKING, State.LOOKED]
    ).update(state=State.DROPPED)


def go_on(now: datetime) -> int:
    """The chore: the look of one file, or one slice of its taking in."""
    under_way = GivingImport.objects.filter(state__in=[State.LOOKING, State.APPLYING])
    with transaction.atomic():
        moving = under_way.select_for_update(skip_locked=True).last()
        if moving is None:
            return _forget_files(now)
        if moving.state == State.LOOKING:
            told = Counter(each.what for each in foresee(moving))
            moving.change(foreseen=dict(told), state=State.LOOKED, done=0)
            return moving.lines
        return _take_slice(moving, now)


def foresee(moving: GivingImport) -> Iterator[Foreseen]:
    """Line by line; what stands twice in the file comes once."""
    met: set[str] = set()
    rows = kept_rows(moving)
    while slice_of := list(islice(rows, LOOKED_UP)):
        found = [_read(moving, line, cells) for line, cells in slice_of]
        keys = [each.meant.key for each in found if each.meant]
        here = _here(keys)
        for each in found:
            if each.meant and each.meant.key in here | met:
                yield Foreseen(each.line, KNOWN)
            else:
                met |= {each.meant.key} if each.meant else set()
                yield each


def _here(keys: list[str]) -> set[str]:
    """Which of these keys came before, by whatever file."""
    rows = Moved.objects.filter(key__in=keys).values_list("key", flat=True)
    cards = CardMove.objects.filter(key__in=keys).values_list("key", flat=True)
    return {*rows, *cards}


def kept_rows(moving: GivingImport) -> Iterator[tuple[int, list[str]]]:
    if not moving.kept_as:
        return
    with storages["private"].open(moving.kept_as) as file:
        for line in file:
            number, cells = json.loads(line)
            yield number, cells


def _read(moving: GivingImport, line: int, cells: list[str]) -> Foreseen:
    try:
        return Foreseen(line, NEW, "", meant(moving, cells))
    except Passed as why:
        return Foreseen(line, PASSED, str(why))
    except Unclear as why:
        return Foreseen(line, UNCLEAR, str(why))


def _take_slice(moving: GivingImport, now: datetime) -> int:
    told = Counter(moving.counted)
    rows = list(islice(kept_rows(moving), moving.done, moving.done + AT_ONCE))
    for line, cells in rows:
        found = _read(moving, line, cells)
        what = found.what
        if found.meant and not write(moving, found.meant, now):
            what = KNOWN
        told[what] += 1
        if what == NEW and isinstance(found.meant, Gift | Pledged):
            told[f"sum {found.meant.amount.currency}"] += found.meant.amount.minor
    moving.change(counted=dict(told), done=moving.done + len(rows))
    if moving.done >= moving.lines:
        moving.change(state=State.APPLIED)
    return len(rows) or 1


def _forget_files(now: datetime) -> int:
    """Names and addresses go as soon as nobody needs the file, or nobody decides."""
    waiting = [State.ASKING, State.LOOKED]
    GivingImport.objects.filter(
        state__in=waiting, made_at__lt=now - DECIDE_WITHIN
    ).update(state=State.DROPPED)
    over = GivingImport.objects.filter(state__in=[State.APPLIED, State.DROPPED])
    for moving in over.exclude(kept_as=""):
        storages["private"].delete(moving.kept_as)
        moving.change(kept_as="")
    return 0
