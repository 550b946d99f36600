"""The daily look, in parts of some seconds: their lines and payouts, then both books.

A part that is cut off is done again: rows are known by their numbers.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from time import monotonic

from django.db.models import Min, Sum

from donations import processors
from donations.models import Comparison, Payout, ProcessorLine
from donations.models.payout import NET
from donations.processors.answers import Movement, PaidOut
from donations.processors.base import (
    NotOffered,
    Unanswered,
)
from donations.reconciling import comparing, payouts
from ijm import dates
from ijm.identity import is_ours

log = logging.getLogger(__name__)

DAY, LOOKED_BACK = timedelta(days=1), timedelta(days=7)
SECONDS = 4.0
AT_ONCE = 100
NOT_BEFORE = 3  # o'clock: yesterday is over at the processor as well
STRIPE = "stripe"


def compare_slice(now: datetime) -> int:
    """The chore: how many rows were gone through."""
    if not is_ours() or not processors.takes_cards():
        return 0
    look = Comparison.objects.filter(processor=STRIPE, ended_at=None).first()
    look = look or _begin(STRIPE, now)
    if look is None:
        return payouts.find_at_the_bank(STRIPE)
    try:
        return _PARTS[look.stage](look, monotonic() + SECONDS, now)
    except (Unanswered, NotOffered) as silence:
        log.warning("Comparison %s: no answer (%s).", look.pk, silence)
        if look.stage == Comparison.LINES and look.begun_at < now - DAY:
            look.change(cursor="")  # there may be no such line any more to go on from
        return 0


def _begin(processor: str, now: datetime) -> Comparison | None:
    """One a day, from early in the morning on."""
    today = dates.today(now)
    last = Comparison.objects.filter(processor=processor).first()
    done_today = last is not None and dates.today(last.begun_at) >= today
    if done_today or now < dates.start_of(today) + timedelta(hours=NOT_BEFORE):
        return None
    since = today - LOOKED_BACK
    if last:  # no day is left out, however long there was no look
        since = min(since, dates.today(last.begun_at) - DAY)
    return Comparison.objects.create(processor=processor, since=since, begun_at=now)


def _lines(look: Comparison, until: float, now: datetime) -> int:
    found = processors.named(look.processor).reconcile(look.since, look.cursor)
    read = 0
    for part in in_parts(found):
        keep(look.processor, part)
        read += len(part)
        look.change(cursor=part[-1].number)
        if monotonic() > until:
            return read
    look.change(stage=Comparison.PAYOUTS, cursor="")
    return read


def _payouts(look: Comparison, until: float, now: datetime) -> int:
    """Each with its lines at once; those that were read whole are not read again."""
    read = 0
    for paid in processors.named(look.processor).payouts(_on_their_way_since(look)):
        row = _keep_payout(look.processor, paid)
        if row.lines_minor is None and row.state == "paid":
            _read_lines_of(row)
            read += 1
            if monotonic() > until:
                return read
    look.change(stage=Comparison.THEIRS, cursor="0")
    return read


def _on_their_way_since(look: Comparison) -> date:
    """Also of those that had not arrived when they were last read."""
    rows = Payout.objects.filter(processor=look.processor, lines_minor=None)
    waiting = rows.exclude(state__in=Payout.CAME_TO_NOTHING)
    first = waiting.aggregate(day=Min("arrives_on"))["day"]
    return min(look.since, first - LOOKED_BACK) if first else look.since


def _theirs(look: Comparison, until: float, now: datetime) -> int:
    lines = ProcessorLine.objects.filter(
        processor=look.processor, moved_on__gte=look.since
    )
    waiting = lines.filter(pk__gt=int(look.cursor)).order_by("pk")
    gone_through = 0
    for line in waiting.iterator(AT_ONCE):
        comparing.hold_against_ours(line, now)
        gone_through += 1
        look.cursor = str(line.pk)
        if monotonic() > until:
            look.change(cursor=look.cursor)
            return gone_through
    look.change(stage=Comparison.OURS, cursor="")
    return gone_through


def _ours(look: Comparison, until: float, now: datetime) -> int:
    found = comparing.look_for_ours(look.processor, look.since, now)
    payouts.find_at_the_bank(look.processor)
    found += payouts.check(look.processor, now)
    comparing.look_again(look.processor, now)
    look.change(stage=Comparison.OVER, ended_at=now)
    return found


_PARTS: dict[str, Callable[[Comparison, float, datetime], int]] = {
    Comparison.LINES: _lines,
    Comparison.PAYOUTS: _payouts,
    Comparison.THEIRS: _theirs,
    Comparison.OURS: _ours,
}


def in_parts(found: Iterable[Movement]) -> Iterator[list[Movement]]:
    rows = iter(found)
    while part := list(islice(rows, AT_ONCE)):
        yield part


def keep(processor: str, part: list[Movement], payout: Payout | None = None) -> None:
    """Each line once; of which payout it is part is known later."""
    rows = [_row(processor, each, payout) for each in part]
    ProcessorLine.objects.bulk_create(rows, ignore_conflicts=True)
    if payout:
        numbers = [each.number for each in part]
        known = ProcessorLine.objects.filter(processor=processor, number__in=numbers)
        known.update(payout=payout)


def _row(processor: str, each: Movement, payout: Payout | None) -> ProcessorLine:
    return ProcessorLine(
        processor=processor,
        number=each.number,
        kind=each.kind,
        said=each.said[:60],
        amount_minor=each.amount.minor,
        fee_minor=each.fee.minor,
        currency=each.amount.currency,
        own_minor=each.own.minor,
        own_currency=each.own.currency,
        moved_on=each.day,
        source=each.source,
        payment_ref=each.payment_ref,
        payout=payout,
    )


def _keep_payout(processor: str, paid: PaidOut) -> Payout:
    row, _new = Payout.objects.update_or_create(
        processor=processor,
        number=paid.number,
        defaults={
            "amount_minor": paid.amount.minor,
            "currency": paid.amount.currency,
            "arrives_on": paid.arrives_on,
            "state": paid.state,
        },
    )
    return row


def _read_lines_of(payout: Payout) -> None:
    found = processors.named(payout.processor).lines_of(payout.number)
    for part in in_parts(found):
        keep(payout.processor, part, payout)
    total = payout.lines.aggregate(net=Sum(NET))["net"]
    payout.change(lines_minor=total or 0)
