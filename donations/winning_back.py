"""Whose pledge stopped: the lists, a letter that asks once, a file for calls."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from donations import offering
from donations.models import Donor, Offer, Payment, Pledge, belonging_to
from ijm import mail
from ijm.money import Money


class NotMore(Exception):
    """An offer to raise a pledge asks for more than it is."""


LOOK_BACK = timedelta(days=730)
COLUMNS = (
    _("reference"),
    _("full name"),
    _("e-mail address"),
    _("postal address"),
    _("amount"),
    _("how often"),
    _("state"),
    _("ended"),
    _("why it ended"),
    _("last gift"),
)


def lapsed(pledges: QuerySet[Pledge]) -> QuerySet[Pledge]:
    """Gifts stopped arriving, and nobody has restarted or ended it."""
    return pledges.filter(state=Pledge.LAPSED)


def to_win_back(pledges: QuerySet[Pledge], now: datetime) -> QuerySet[Pledge]:
    """Ended in two years by donors who have no other pledge, and are still known."""
    others = Pledge.objects.unended().filter(donor=OuterRef("donor"))
    return (
        pledges.filter(state=Pledge.CANCELLED, ended_at__gte=now - LOOK_BACK)
        .filter(donor__forgotten_at=None, restarted_as=None)
        .exclude(Exists(others))
    )


def write_to(pledges: QuerySet[Pledge], now: datetime) -> int:
    """One letter to a donor in half a year, with a restart in one page."""
    half = f"{now.year}-{1 if now.month <= 6 else 2}"
    stopped = pledges.filter(Q(state=Pledge.LAPSED) | Q(state=Pledge.CANCELLED))
    written = 0
    willing = stopped.filter(donor__asked_no_more_at=None)
    for pledge in willing.exclude(donor__email="").select_related("donor"):
        amount = pledge.amount
        if amount is None or pledge.donor.is_forgotten:
            continue
        cause = f"win-back:{pledge.donor_id}:{half}"
        offer = offering.make(Offer.RESTART, pledge, amount, cause, now)
        if offer.pledge_id == pledge.pk:
            mail.post("win-back", to=pledge.donor.email, about=offer, cause=cause)
            written += 1
    return written


def ask_to_raise(pledge: Pledge, amount: Money, now: datetime) -> None:
    """One letter in a year; its page shows before and after, and both dates."""
    current = pledge.amount
    if current is None or not current < amount:
        raise NotMore(pledge.reference)
    cause = f"raise-offer:{pledge.pk}:{now.year}"
    offer = offering.make(Offer.RAISE, pledge, amount, cause, now)
    mail.post("raise-offer", to=pledge.donor.email, about=offer, cause=cause)


def gift_to_follow(donor: Donor) -> Payment | None:
    """The last gift by itself of somebody who may be asked, and has no pledge."""
    pledges = Pledge.objects.filter(belonging_to(donor)).unended()
    if donor.asked_no_more_at or pledges.exists():
        return None
    gifts = Payment.objects.settled().filter(belonging_to(donor), instalment=None)
    return gifts.order_by("-received_on", "-created_at").first()


def ask_to_give_monthly(gift: Payment, amount: Money, now: datetime) -> None:
    """After one gift that has arrived; once for each."""
    donor = gift.donor.merged_into or gift.donor
    cause = f"monthly-offer:{gift.pk}"
    offer = offering.make(Offer.MONTHLY, gift, amount, cause, now)
    if donor.email:
        mail.post("monthly-offer", to=donor.email, about=offer, cause=cause)


def rows(pledges: QuerySet[Pledge]) -> Iterator[tuple[Any, ...]]:
    """For a telephone evening: whom, how much, since when."""
    found = pledges.select_related("donor").prefetch_related("terms")
    last = Max("instalments__payments__received_on")
    for pledge in found.annotate(last_gift=last).iterator(chunk_size=500):
        donor: Donor = pledge.donor
        yield (
            pledge.reference,
            donor.display_name,
            donor.email,
            donor.postal_address,
            str(pledge.amount),
            str(pledge.get_interval_months_display()),
            str(pledge.get_state_display()),
            _day(pledge.ended_at),
            str(pledge.get_ended_reason_display()),
            _day(pledge.last_gift),
        )


def _day(at: datetime | date | None) -> str:
    return at.strftime("%Y-%m-%d") if at else ""
