"""Donors whose receipt waits: the law wants an address that we do not have."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from donations.models import Donor, Payment
from donations.receipts import telling
from donations.receipts.issuer import Issuer
from ijm import dates


def needed(now: datetime) -> QuerySet[Donor]:
    """With gifts of this tax year or the last that stand on no document."""
    issuer = Issuer.found()
    if issuer is None or not issuer.asks_for_addresses:
        return Donor.objects.none()
    first, _last = issuer.profile.days_of(issuer.profile.year_at(now) - 1)
    theirs = Q(donor=OuterRef("pk")) | Q(donor__merged_into=OuterRef("pk"))
    gifts = Payment.objects.filter(theirs, received_on__gte=first)
    return (
        Donor.objects.standing()
        .filter(Exists(gifts.receiptable()), postal_address="")
        .order_by("created_at")
    )


def ask_all(now: datetime) -> int:
    """A letter to each who has e-mail, once a year; returns to how many."""
    year = dates.today(now).year
    return sum(telling.ask_for_address(donor, year) for donor in needed(now))
