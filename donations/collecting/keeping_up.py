"""Stored cards and accounts change without us: replaced by a network, or revoked.

And they expire: donors hear of it about a month before, and once more in the last days,
unless the network is faster.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from donations import processors
from donations.collecting.stopping import stop
from donations.models import Pledge, StoredMethod
from donations.processors.answers import MethodNow
from donations.processors.base import (
    NotOffered,
    Unanswered,
)
from ijm import dates, mail
from ijm.models import OutgoingMail

ENDED, EXPIRES, AT_LAST = "method-ended", "card-expires", "card-expires-now"
# A card is good until the end of a month: about when that begins, and near its end.
MONTH_BEFORE, DAYS_BEFORE = timedelta(days=31), timedelta(days=10)
AT_ONCE = 20


def keep_up(processor: str, number: str, now: datetime) -> bool:
    """`number` is a card's, an account's or a mandate's. False if it is not ours."""
    found = processors.named(processor).method_now(number)
    known = StoredMethod.objects.filter(processor=processor)
    method = known.filter(processor_ref=found.processor_ref).first() if found else None
    if found is None or method is None:
        return False
    write_down(method, found, now)
    return True


def write_down(method: StoredMethod, found: MethodNow, now: datetime) -> None:
    """What cannot be charged any more is never tried again, and the donor is asked."""
    with transaction.atomic():
        if not found.why_not:
            method.lock()
            method.change(
                brand=found.brand or method.brand,
                last4=found.last4 or method.last4,
                expires_on=found.expires_on,
            )
        elif method.is_usable:
            for pledge in stop(method, found.why_not, now):
                _tell(ENDED, pledge, str(method.pk))


def warn_of_expiry(now: datetime) -> int:
    """The chore: how many donors were told."""
    return sum(_warn(method, now) for method in expiring(dates.today(now))[:AT_ONCE])


def expiring(today: date) -> QuerySet[StoredMethod]:
    """Used by a pledge that runs, good for a month at most, and nobody was told.

    Told at this stage, that is: once of each.
    """
    pledges = Pledge.objects.active().filter(stored_method=OuterRef("pk"))
    near = When(expires_on__lte=today + DAYS_BEFORE, then=Value(AT_LAST))
    cause = Concat(
        Case(near, default=Value(EXPIRES)),
        Value(":"),
        Cast("pk", CharField()),
        Value(":"),
        Cast("expires_on", CharField()),
    )
    told = OutgoingMail.objects.filter(cause=OuterRef("cause"))
    return (
        StoredMethod.objects.usable()
        .alias(cause=cause)
        .filter(
            Exists(pledges.filter(processor=OuterRef("processor"))),
            expires_on__range=(today, today + MONTH_BEFORE),
        )
        .exclude(donor__email="")
        .exclude(Exists(told))
        .order_by(F("expires_on"), "pk")
    )


def _warn(method: StoredMethod, now: datetime) -> bool:
    """Asked first: the network may have replaced it, and then there is no news."""
    try:
        found = processors.named(method.processor).method_now(method.processor_ref)
    except (Unanswered, NotOffered):
        return False
    if found:
        write_down(method, found, now)
    method.refresh_from_db()
    expires = method.expires_on
    pledge = method.pledges.filter(state=Pledge.ACTIVE).first()
    if not pledge or not expires or expires > dates.today(now) + MONTH_BEFORE:
        return False
    letter = AT_LAST if expires <= dates.today(now) + DAYS_BEFORE else EXPIRES
    _tell(letter, pledge, f"{method.pk}:{expires.isoformat()}")
    return True


def _tell(letter: str, pledge: Pledge, cause: str) -> None:
    if pledge.donor.email:
        mail.post(
            letter, to=pledge.donor.email, about=pledge, cause=f"{letter}:{cause}"
        )
