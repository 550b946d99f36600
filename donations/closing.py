"""Closing a month: what moved in it, what stands in the way, and then no line more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations.models import BankLine, Dispute, LedgerEntry, MonthEvent, Refund
from donations.models.book_rules import HISTORY
from ijm import dates
from ijm.dates import add_months_clamped, month_start
from ijm.models import StaffMember
from ijm.money import Money

# Gifts of before this system: the old books have closed those months.
HISTORIC = Q(payment__processor=HISTORY, kind=LedgerEntry.GIFT)
KINDS = tuple(kind for kind, _words in LedgerEntry.KINDS)


class MonthNotOver(Exception):
    """The month has days to come."""


class ReasonMissing(Exception):
    """Something stands in the way; who closes all the same says why."""


class MovedMeanwhile(Exception):
    """A line was entered after the totals were shown."""


class AlreadySo(Exception):
    """The month is closed already, or open already."""


@dataclass(frozen=True)
class Total:
    """One row of the screen: a fund in one currency, or all funds together."""

    fund: str
    account: str
    currency: str
    by_kind: dict[str, Money]

    @property
    def cells(self) -> list[Money]:
        return [self.by_kind[kind] for kind in KINDS]

    @property
    def net(self) -> Money:
        return sum(self.cells, Money(0, self.currency))


@dataclass(frozen=True)
class Hindrance:
    words: str | Promise
    count: int
    url: str


def entries(month: date) -> QuerySet[LedgerEntry]:
    after = add_months_clamped(month, 1, 1)
    return LedgerEntry.objects.filter(effective_on__gte=month, effective_on__lt=after)


def totals(month: date) -> list[Total]:
    """Per currency and fund, each currency followed by its sum."""
    found: dict[tuple[str, str, str], dict[str, Money]] = {}
    rows = entries(month).values_list("currency", "fund__name", "fund__account", "kind")
    for currency, fund, account, kind, minor in rows.order_by(
        "currency", "fund__name"
    ).annotate(sum=Sum("amount_minor")):
        nothing = dict.fromkeys(KINDS, Money(0, currency))
        for key in ((currency, fund, account), (currency, "", "")):
            sums = found.setdefault(key, dict(nothing))
            sums[kind] += Money(minor, currency)
    ordered = sorted(found.items(), key=lambda each: (each[0][0], not each[0][1]))
    return [Total(key[1], key[2], key[0], sums) for key, sums in ordered]


def seen(month: date) -> str:
    """What tells whether anything was entered since the totals were shown."""
    found = entries(month).aggregate(count=Count("pk"), last=Max("pk"))
    return f"{found['count']}-{found['last'] or 0}"


def months(today: date, most: int = 36) -> list[date]:
    """From this month back to that of the first line, newest first."""
    first = LedgerEntry.objects.aggregate(day=Min("effective_on"))["day"] or today
    this = month_start(today)
    back = (add_months_clamped(this, -n, 1) for n in range(most))
    return [month for month in back if month >= month_start(first)]


def in_the_way(month: date) -> list[Hindrance]:
    """Queues that may still hold money of this month."""
    return [each for each in _queues(month) if each.count]


def close(
    month: date, by: StaffMember, reason: str, shown: str, now: datetime
) -> MonthEvent:
    """`shown` is what `seen` said when the person looked at the totals."""
    if add_months_clamped(month, 1, 1) > dates.today(now):
        raise MonthNotOver(str(month))
    if not reason and in_the_way(month):
        raise ReasonMissing(str(month))
    with transaction.atomic():
        event = _say(MonthEvent.CLOSED, month, by, reason, now)
        # Now nobody writes into the month any more: this look is the last word.
        if seen(month) != shown:
            raise MovedMeanwhile(str(month))
    return event


def reopen(month: date, by: StaffMember, reason: str, now: datetime) -> MonthEvent:
    if not reason:
        raise ReasonMissing(str(month))
    return _say(MonthEvent.REOPENED, month, by, reason, now)


def _say(
    verb: str, month: date, by: StaffMember, reason: str, now: datetime
) -> MonthEvent:
    if MonthEvent.objects.is_closed(month) == (verb == MonthEvent.CLOSED):
        raise AlreadySo(str(month))
    return MonthEvent.objects.create(
        verb=verb, month=month, by=by, reason=reason, at=now
    )


def _queues(month: date) -> Iterator[Hindrance]:
    after = add_months_clamped(month, 1, 1)
    until = dates.start_of(after)
    earlier = [
        each
        for each in months(month)
        if each < month and entries(each).exclude(HISTORIC).exists()
        if not MonthEvent.objects.is_closed(each)
    ]
    yield Hindrance(
        _("earlier months that are open"),
        len(earlier),
        "/admin/donations/monthevent/",
    )
    yield Hindrance(
        _("bank lines of money that is nobody’s yet"),
        BankLine.objects.unallocated().filter(booked_on__lt=after).count(),
        "/admin/donations/bankline/?waits=match",
    )
    yield Hindrance(
        _("refunds asked for, and not sent or refused"),
        (Refund.objects.to_approve() | Refund.objects.to_send())
        .filter(requested_at__lt=until)
        .count(),
        "/admin/donations/refund/",
    )
    yield Hindrance(
        _("disputes without a decision"),
        Dispute.objects.open().filter(opened_on__lt=after).count(),
        "/admin/donations/dispute/?waits=decision",
    )


def last_day(month: date) -> date:
    return add_months_clamped(month, 1, 1) - timedelta(days=1)
