"""Asking without being told to: may a pledge be raised, might a gift become monthly?

Only where staff switched it on. One question a quarter at most, whoever put it; none to
people who want none, whose gifts rest, falter or were sent back, or whose address
nobody has proved. What is asked for stands on the giving pages.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from donations import winning_back
from donations.models import (
    Donor,
    GivingOption,
    GivingPage,
    Instalment,
    Offer,
    Payment,
    Pledge,
    PledgePause,
    PledgeTerms,
)
from donations.models.book_rules import HISTORY
from donations.models.giving_option import MONTHLY
from ijm import dates
from ijm.money import Money

QUARTER, A_YEAR = timedelta(days=92), timedelta(days=366)
# Of a pledge: how long its gifts must all have come.
PROVEN = timedelta(days=100)
# Of a gift by itself: it has arrived for good, and is still remembered.
OLDEST, YOUNGEST = timedelta(days=60), timedelta(days=14)
A_SLICE = 100


def ask(now: datetime) -> int:
    """The chore: a slice of letters. Says how many people were asked."""
    if not GivingPage.current().asks_by_itself:
        return 0
    asked = 0
    for pledge in to_raise(now)[:A_SLICE]:
        if not _asked_lately(pledge.donor, now):
            winning_back.ask_to_raise(pledge, _wanted(pledge), now)
            asked += 1
    for gift in to_make_monthly(now)[:A_SLICE]:
        if not _asked_lately(gift.donor, now):
            winning_back.ask_to_give_monthly(gift, _wanted(gift), now)
            asked += 1
    return asked


def to_raise(now: datetime) -> QuerySet[Pledge]:
    """Monthly, at one amount for a year, its last gifts all here, no pause in sight.

    `wanted_minor` is the next amount of the giving pages, at most twice what it is now.
    """
    today = dates.today(now)
    terms = PledgeTerms.objects.filter(
        pledge=OuterRef("pk"),
        effective__upper_inf=True,
        effective__startswith__lte=today - A_YEAR,
    )
    more = _offered().filter(
        amount_minor__gt=OuterRef("minor"), amount_minor__lte=2 * OuterRef("minor")
    )
    lately = Instalment.objects.filter(
        pledge=OuterRef("pk"), due_on__lt=today, due_on__gte=today - PROVEN
    )
    rests = PledgePause.objects.filter(
        pledge=OuterRef("pk"), during__endswith__gt=today
    )
    asked = Offer.objects.filter(
        pledge=OuterRef("pk"), kind=Offer.RAISE, made_at__gt=now - A_YEAR
    )
    others = Pledge.objects.unended().filter(donor=OuterRef("donor"))
    return (
        Pledge.objects.active()
        .filter(interval_months=1, donor__in=_may_be_asked(now))
        .alias(minor=Subquery(terms.values("amount_minor")[:1]))
        .annotate(wanted_minor=_first(more.order_by("amount_minor")))
        .filter(wanted_minor__isnull=False)
        .filter(Exists(lately), ~Exists(lately.exclude(state=Instalment.PAID)))
        .filter(~Exists(others.exclude(pk=OuterRef("pk"))))
        .exclude(Exists(asked) | Exists(rests))
        .select_related("donor")
        .order_by("pk")
    )


def to_make_monthly(now: datetime) -> QuerySet[Payment]:
    """By itself, all of it still here, from somebody who never had a pledge.

    `wanted_minor` is the greatest monthly amount of the giving pages that is no more
    than a third of the gift.
    """
    today = dates.today(now)
    pledges = Pledge.objects.filter(donor=OuterRef("donor"))
    less = _offered().filter(amount_minor__lte=OuterRef("amount_minor") / 3)
    return (
        Payment.objects.settled()
        .filter(received_on__range=(today - OLDEST, today - YOUNGEST), instalment=None)
        .filter(refunded_minor=0, disputed_minor=0, donor__in=_may_be_asked(now))
        .filter(~Exists(pledges), ~Exists(Offer.objects.filter(payment=OuterRef("pk"))))
        .exclude(processor=HISTORY)
        .annotate(wanted_minor=_first(less.order_by("-amount_minor")))
        .filter(wanted_minor__isnull=False)
        .select_related("donor")
        .order_by("received_on", "pk")
    )


def _wanted(found: Any) -> Money:
    """Of a pledge or gift as one of the two questions above has it."""
    return Money(found.wanted_minor, found.currency)


def _offered() -> QuerySet[GivingOption]:
    return GivingOption.objects.filter(frequency=MONTHLY, currency=OuterRef("currency"))


def _first(options: QuerySet[GivingOption]) -> Subquery:
    return Subquery(options.values("amount_minor")[:1])


def _may_be_asked(now: datetime) -> QuerySet[Donor]:
    """By this row alone; what rows joined to it were asked is looked up for each."""
    lately = Offer.objects.filter(made_at__gt=now - QUARTER)
    return (
        Donor.objects.standing()
        .filter(email_verified_at__isnull=False, asked_no_more_at=None)
        .exclude(Exists(lately.filter(pledge__donor=OuterRef("pk"))))
        .exclude(Exists(lately.filter(payment__donor=OuterRef("pk"))))
        .exclude(
            Exists(
                Donor.objects.filter(
                    merged_into=OuterRef("pk"), asked_no_more_at__isnull=False
                )
            )
        )
    )


def _asked_lately(donor: Donor, now: datetime) -> bool:
    """Also a moment ago, in this very slice."""
    family = donor.and_joined()
    theirs = Q(pledge__donor__in=family) | Q(payment__donor__in=family)
    return Offer.objects.filter(theirs, made_at__gt=now - QUARTER).exists()
