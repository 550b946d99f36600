"""A past for the demo's books: gifts that arrived, written the way the verbs write."""

from datetime import date, timedelta
from random import Random

from django.utils import timezone

from donations.models import (
    Campaign,
    Donor,
    Fund,
    Instalment,
    LedgerEntry,
    Payment,
    Pledge,
)
from donations.models.payment import mint_gift_reference


def write_instalments(
    pledge: Pledge, paid_until: date, today: date, chance: Random
) -> None:
    """Each gift due before today: paid until `paid_until`, lapsed from then on."""
    schedule, amount = pledge.schedule, pledge.amount
    assert amount is not None
    rows = []
    for n in range(1, schedule.next_number(today)):
        due = schedule.due_on(n)
        paid = due < min(paid_until, today - timedelta(days=3))
        rows.append(
            Instalment(
                pledge=pledge,
                seq=n,
                period=schedule.period(n),
                due_on=due,
                amount_minor=amount.minor,
                currency=pledge.currency,
                state=_state(paid, due, today),
            )
        )
    for row in Instalment.objects.bulk_create(rows):
        if row.state == Instalment.PAID:
            arrived = min(row.due_on + timedelta(days=chance.randrange(3)), today)
            _pay(row, pledge, arrived)


def write_gift(
    donor: Donor,
    fund: Fund,
    minor: int,
    day: date,
    campaign: Campaign | None = None,
    arrived: bool = True,
) -> None:
    payment = Payment.objects.create(
        reference=mint_gift_reference(),
        donor=donor,
        fund=fund,
        campaign=campaign,
        amount_minor=minor,
        currency="AUD",
        idempotency_key=f"demo:{donor.pk}:{Payment.objects.count()}",
        created_at=timezone.now() - (timezone.localdate() - day),
    )
    if arrived:
        payment.settle(day, "transfer")


def _state(paid: bool, due: date, today: date) -> str:
    if paid:
        return Instalment.PAID
    recent = due >= today - timedelta(days=14)
    return Instalment.SCHEDULED if recent else Instalment.LAPSED


def _pay(row: Instalment, pledge: Pledge, arrived: date) -> None:
    payment = Payment.objects.create(
        instalment=row,
        amount_minor=row.amount_minor,
        currency=row.currency,
        idempotency_key=f"demo:{pledge.pk}:{row.seq}",
        method="standing order",
        state=Payment.SUCCEEDED,
        received_on=arrived,
        created_at=timezone.now() - (timezone.localdate() - arrived),
        **pledge.hands_on,
    )
    LedgerEntry.objects.enter_gift(payment)
