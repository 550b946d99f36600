"""What Stripe's objects say, as far as we need to know it."""

import stripe

from donations.processors.from_stripe import Given, Intent
from donations.processors.stripe.words import expires, moment, part, text, why_declined


def an_intent(made: stripe.PaymentIntent) -> Intent:
    charge, error = made.latest_charge, made.last_payment_error
    whole = charge if isinstance(charge, stripe.Charge) else None
    line = whole.balance_transaction if whole else None
    booked = line if isinstance(line, stripe.BalanceTransaction) else None
    at = booked.created if booked else whole.created if whole else None
    return Intent(
        number=made.id,
        status=made.status,
        minor=made.amount_received if made.status == "succeeded" else made.amount,
        currency=made.currency.upper(),
        code=why_declined(error),
        method_kind=text(part(whole, "payment_method_details").get("type")),
        checkout=text(made.metadata.to_dict().get("checkout")),
        settled_at=moment(at) if at else None,
        fee_minor=booked.fee if booked else 0,
        fee_currency=booked.currency.upper() if booked else "",
    )


def a_method(made: stripe.PaymentMethod, customer: object, pledge: str = "") -> Given:
    """A card or account that may be charged again."""
    details = part(made, made.type)
    return Given(
        pledge=pledge,
        customer=text(customer),
        method=made.id,
        kind=made.type,
        brand=text(details.get("brand")),
        last4=text(details.get("last4")),
        expires=expires(details),
    )
