"""One row of an old system becomes a donor, a gift of the past, or a pledge here."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils import timezone

from donations.models import (
    CardMove,
    Donor,
    Fund,
    GivingImport,
    Moved,
    Payment,
    Pledge,
)
from donations.models.book_rules import HISTORY
from donations.moving_in.card_rows import Card
from donations.moving_in.meaning import Gift, Meant, Person, Pledged
from donations.schedule import Schedule
from ijm import dates

NOTICE = timedelta(days=3)


def write(moving: GivingImport, meant: Meant, now: datetime) -> bool:
    """False where it is here already. The key is unique, whoever is faster."""
    if isinstance(meant, Card):
        return _card(moving, meant)
    with transaction.atomic():
        if Moved.objects.filter(key=meant.key).exists():
            return False
        if isinstance(meant, Person):
            _donor(moving, meant)
        elif isinstance(meant, Gift):
            _gift(moving, meant)
        else:
            _pledge(moving, meant, now)
    return True


def _donor(moving: GivingImport, person: Person) -> Donor:
    """Nobody has proved the address: joining waits until its owner comes."""
    known = Moved.objects.filter(key=person.key).select_related("donor").first()
    if known and known.donor:
        return _standing(known.donor)
    donor = Donor.objects.create(
        kind=Donor.ORGANISATION if person.is_organisation else Donor.PERSON,
        display_name=person.name,
        email=person.email,
        postal_address=person.address,
    )
    Moved.objects.create(key=person.key, came_by=moving, donor=donor)
    return donor


def _standing(donor: Donor) -> Donor:
    while donor.merged_into:
        donor = donor.merged_into
    return donor


def _gift(moving: GivingImport, gift: Gift) -> None:
    donor = _donor(moving, gift.person)
    if donor.created_at.date() > gift.day:
        donor.change(created_at=_noon(gift.day))
    payment = Payment.objects.create(
        donor=donor,
        fund=moving.fund or Fund.objects.general(),
        processor=HISTORY,
        idempotency_key=f"moved:{gift.key}"[:80],
        method=gift.method,
        amount_minor=gift.amount.minor,
        currency=gift.amount.currency,
        receipted_elsewhere=True,
        note=f"{moving.source} {gift.number}"[:200],
        created_at=_noon(gift.day),
    )
    payment.settle(gift.day)
    Moved.objects.create(key=gift.key, came_by=moving, payment=payment)


def _pledge(moving: GivingImport, pledged: Pledged, now: datetime) -> None:
    """It goes on from its next day, never from the past: what was missed stays so."""
    donor, today = _donor(moving, pledged.person), dates.today(now)
    next_on = pledged.next_on or pledged.began
    schedule = Schedule(next_on, next_on.day, pledged.months)
    first = next(day for day in schedule.upcoming(today, 2) if day >= today + NOTICE)
    pledge = Pledge.objects.create(
        donor=donor,
        currency=pledged.amount.currency,
        interval_months=pledged.months,
        anchor_day=next_on.day,
        first_due=first,
        fund=moving.fund or Fund.objects.general(),
        state=Pledge.PENDING if pledged.waits else Pledge.ACTIVE,
        created_at=_noon(pledged.began),
    )
    pledge.terms.create(
        amount_minor=pledged.amount.minor, effective=DateRange(pledged.began, None)
    )
    pledge.note("made", now, detail=f"{moving.source} {pledged.amount}")
    Moved.objects.create(key=pledged.key, came_by=moving, pledge=pledge)


def _card(moving: GivingImport, card: Card) -> bool:
    """It waits; what may be charged, and when, is asked of the processor."""
    known = CardMove.objects.filter(
        Q(key=card.key) | Q(pledge=card.pledge) | Q(method_ref=card.method)
    )
    if known.exists():
        return False
    CardMove.objects.create(
        key=card.key,
        came_by=moving,
        pledge=card.pledge,
        customer_ref=card.customer,
        method_ref=card.method,
        plan_ref=card.plan,
        cut_over=card.cut_over,
    )
    return True


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
