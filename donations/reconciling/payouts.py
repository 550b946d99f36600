"""A payout is the sum of its lines, and one line of the bank's statement."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery

from donations.bank.matching import NotNew
from donations.models import BankLine, Difference, Payout
from donations.reconciling.noting import Found, note
from ijm import dates
from ijm.models import StaffMember

EARLIER, LATER = timedelta(days=2), timedelta(days=7)
BANK_TAKES = timedelta(days=5)
LOOKED_BACK = timedelta(days=30)
LONGEST = timedelta(days=400)  # who takes in statements once a year looks that late
AT_ONCE = 100


def find_at_the_bank(processor: str) -> int:
    """Only what is beyond doubt: amount and day, and the text names the processor.

    One question for all that wait, since it is asked every minute.
    """
    lines = _lines(
        OuterRef("amount_minor"), OuterRef("currency"), OuterRef("arrives_on")
    )
    named = lines.filter(
        Q(text__icontains=processor)
        | Q(name__icontains=processor)
        | Q(bank_ref__icontains=OuterRef("number"))
    ).values("pk")
    found = (
        Payout.objects.unseen()
        .filter(processor=processor)
        .annotate(line=Subquery(named[:1]), another=Subquery(named[1:2]))
        .filter(line__isnull=False, another=None)
    )
    return sum(_is_there(payout, payout.line) for payout in found[:AT_ONCE])


def candidates(payout: Payout) -> QuerySet[BankLine]:
    """Lines of that amount around that day which nobody has said anything about."""
    return _lines(payout.amount_minor, payout.currency, payout.arrives_on)


def is_at(payout: Payout, line: BankLine, by: StaffMember | None) -> None:
    """The line is no gift: its gifts are in the books one by one."""
    with transaction.atomic():
        line.lock()
        payout.lock()
        if not payout.awaits_its_line or not candidates(payout).filter(pk=line.pk):
            raise NotNew(str(line.pk))
        line.change(state=BankLine.DISCARDED, matched_by=by)
        payout.change(bank_line=line, matched_by=by)


def undo(payout: Payout) -> None:
    with transaction.atomic():
        payout.lock()
        line = payout.bank_line
        payout.change(bank_line=None, matched_by=None)
        if line and line.amount_minor > 0:
            line.change(state=BankLine.NEW, matched_by=None)


def check(processor: str, now: datetime) -> int:
    today = dates.today(now)
    unseen = Payout.objects.unseen().filter(arrives_on__gte=today - LONGEST)
    differing = Difference.objects.open().filter(payout__isnull=False)
    known = Payout.objects.filter(processor=processor).filter(
        Q(arrives_on__gte=today - LOOKED_BACK)
        | Q(pk__in=unseen.values("pk"))
        | Q(pk__in=differing.values("payout"))
    )
    for payout in known:
        note(
            f"payout:{payout.pk}:sum",
            _sum_differs(payout),
            now,
            processor,
            payout=payout,
        )
        note(
            f"payout:{payout.pk}:bank",
            _is_missing_at_the_bank(payout, now),
            now,
            processor,
            payout=payout,
        )
    return len(known)


def _lines(minor: Any, currency: Any, day: Any) -> QuerySet[BankLine]:
    """For one payout, or for each of a query: what is taken from us is no gift."""
    return BankLine.objects.filter(
        Q(state=BankLine.NEW, amount_minor__gt=0)
        | Q(state=BankLine.DISCARDED, amount_minor__lte=0),
        payout=None,
        amount_minor=minor,
        currency=currency,
        booked_on__range=(day - EARLIER, day + LATER),
    )


def _is_there(payout: Payout, line: int) -> bool:
    try:
        is_at(payout, BankLine.objects.get(pk=line), None)
    except NotNew:
        return False  # another payout of that amount, or a person, was faster
    return True


def _sum_differs(payout: Payout) -> Found | None:
    lines = payout.lines_minor
    if lines is None or lines == payout.amount_minor:
        return None
    return Found(Difference.SUM, lines, payout.amount_minor, payout.currency)


def _is_missing_at_the_bank(payout: Payout, now: datetime) -> Found | None:
    """Only once a statement is here that goes far enough to have it."""
    late = payout.arrives_on + BANK_TAKES
    if not payout.awaits_its_line or late > dates.today(now):
        return None
    statements = BankLine.objects.filter(currency=payout.currency)
    if not statements.filter(booked_on__gte=late).exists():
        return None
    return Found(Difference.BANK, None, payout.amount_minor, payout.currency)
