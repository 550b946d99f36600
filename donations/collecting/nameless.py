"""Paid by somebody who had asked to be erased while the page to pay on was open.

Their money has moved, so the books say so, as Stripe's do; nobody's name is with it.
There is no letter, no receipt and no card kept, and nothing more is taken. Who wants it
back is sent it from the payment's page, as anybody is.
"""

from datetime import datetime

from donations.collecting.applying import apply
from donations.models import Checkout, Donor, Fund, Payment
from donations.models.payment import OVER, mint_gift_reference
from donations.processors.base import CheckedOut


def write(checkout: Checkout, seen: CheckedOut, now: datetime) -> None:
    """To be called under the lock of `checking_out.take_up`."""
    outcome, amount = seen.outcome, seen.amount
    assert outcome is not None and amount is not None
    if outcome.state in OVER:
        return checkout.end(now)
    gift = Payment.objects.create(
        donor=Donor.objects.create(created_at=checkout.created_at, forgotten_at=now),
        fund=Fund.objects.general(),
        reference=mint_gift_reference(),
        idempotency_key=key_of(checkout),
        processor=checkout.processor,
        processor_ref=outcome.processor_ref,
        state=Payment.SUBMITTED,
        method=outcome.method,
        amount_minor=amount.minor,
        currency=amount.currency,
        created_at=checkout.created_at,
        asked_at=now,
    )
    checkout.end_nameless(now)
    apply(gift, outcome, now)


def gift_of(checkout: Checkout) -> Payment | None:
    return Payment.objects.filter(idempotency_key=key_of(checkout)).first()


def key_of(checkout: Checkout) -> str:
    return f"give:checkout:{checkout.pk}"
