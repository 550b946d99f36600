"""A charity that takes cards: donors with cards at the double, pledges due."""

import random
from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone

from donations.collecting import noticing, taking
from donations.models import Instalment, Payment, Pledge, StoredMethod
from tests.make_donations import at, make_donor, make_pledge
from tests.stripe_double import StripeDouble
from tests.stripe_double.cards import BANK_ACCOUNT, EMPTY_ACCOUNT, GOOD

DUE = date(2026, 1, 31)
NOON = at(DUE)


def make_method(double: StripeDouble, card: str = GOOD, **columns: Any) -> StoredMethod:
    customer = double.books.customer()
    method = double.books.method(customer["id"], card)
    debit = card in (BANK_ACCOUNT, EMPTY_ACCOUNT)
    return StoredMethod.objects.create(
        donor=columns.pop("donor", None) or make_donor(),
        customer_ref=customer["id"],
        processor_ref=method["id"],
        kind="debit" if debit else "card",
        brand="" if debit else "visa",
        last4=card[-4:],
        **columns,
    )


def make_card_pledge(
    double: StripeDouble, card: str = GOOD, first: date = DUE, **columns: Any
) -> Pledge:
    """Monthly on the 31st, from a stored card."""
    method = make_method(double, card)
    return make_pledge(
        first=first,
        day=first.day,
        donor=method.donor,
        processor="stripe",
        stored_method=method,
        **columns,
    )


def make_due(double: StripeDouble, card: str = GOOD, **columns: Any) -> Instalment:
    """The first instalment of such a pledge; at `NOON` it is due."""
    pledge = make_card_pledge(double, card, **columns)
    return raised(pledge, 1)


def raised(pledge: Pledge, seq: int) -> Instalment:
    due = pledge.schedule.due_on(seq)
    return Instalment.objects.create(
        pledge=pledge,
        seq=seq,
        period=pledge.schedule.period(seq),
        due_on=due,
        next_attempt_on=due,
        amount_minor=3000,
        currency="AUD",
    )


def begun(instalment: Instalment) -> Payment:
    """T1 alone."""
    payment = taking.begin(instalment.pk, NOON)
    assert payment is not None
    return payment


def collected(double: StripeDouble, card: str = GOOD, **columns: Any) -> Payment:
    """Such an instalment's payment after all steps: settled, where the card is good."""
    instalment = make_due(double, card, **columns)
    taking.collect(instalment.pk, NOON)
    return Payment.objects.get(instalment=instalment)


def at_stripe(double: StripeDouble, payment: Payment) -> dict[str, Any]:
    """The intent that stands there for a payment of ours."""
    return double.books.find(str(payment.processor_ref))


def tell(double: StripeDouble, times: int = 1, seed: int | None = None) -> None:
    """All notices that Stripe has not sent yet, to our address, and looked up."""
    notices = double.post.waiting() * times
    if seed is not None:
        random.Random(seed).shuffle(notices)
    for notice in notices:
        answer = Client().post(
            "/donations/notices/stripe/",
            notice.body,
            content_type="application/json",
            headers=notice.headers,
        )
        assert answer.status_code == 200
    noticing.apply_notices(timezone.now())
