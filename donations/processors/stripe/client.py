"""Intents to pay, and visits of Checkout. What money does afterwards: `going_back`."""

from datetime import UTC, datetime
from typing import cast

import stripe
from stripe.params import (
    PaymentIntentConfirmParams,
    PaymentIntentCreateParams,
    PaymentIntentListParams,
    PaymentIntentRetrieveParams,
)
from stripe.params.checkout import SessionCreateParams, SessionRetrieveParams

from donations.processors.from_stripe import Event, Forged, Given, Intent
from donations.processors.stripe.books import Books
from donations.processors.stripe.going_back import GoingBack
from donations.processors.stripe.methods import Methods
from donations.processors.stripe.words import (
    expires,
    in_our_words,
    part,
    text,
    why_declined,
)

API_VERSION = "2026-10-28.endive"
PATIENCE = (5.0, 20.0)  # seconds until it connects, and between two bytes
WHOLE = ["latest_charge.balance_transaction"]
LOOKED_THROUGH = 100


class Client(GoingBack, Methods, Books):
    def __init__(self, key: str, base: str = "") -> None:
        self._stripe = stripe.StripeClient(
            key,
            stripe_version=API_VERSION,
            base_addresses={"api": base} if base else None,
            max_network_retries=0,
            http_client=stripe.RequestsClient(timeout=PATIENCE),
        )

    def make_intent(
        self,
        *,
        minor: int,
        currency: str,
        customer: str,
        method: str,
        payment: str,
        words: str,
        key: str,
    ) -> Intent:
        """It takes no money until it is confirmed."""
        wanted: PaymentIntentCreateParams = {
            "amount": minor,
            "currency": currency.lower(),
            "customer": customer,
            "payment_method": method,
            "confirm": False,
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "always"},
            "description": words,
            "metadata": {"payment": payment},
        }
        with in_our_words():
            made = self._stripe.v1.payment_intents.create(
                wanted, {"idempotency_key": key}
            )
        return _intent(made)

    def confirm(self, number: str, method: str, key: str) -> Intent:
        """Takes the money. A second one of a succeeded intent is refused by Stripe."""
        wanted: PaymentIntentConfirmParams = {
            "payment_method": method,
            "off_session": True,
            "expand": WHOLE,
        }
        with in_our_words():
            made = self._stripe.v1.payment_intents.confirm(
                number, wanted, {"idempotency_key": key}
            )
        return _intent(made)

    def confirm_with_donor(self, number: str, method: str, back: str, key: str) -> str:
        """The address of the page where the bank asks the donor, or none."""
        wanted: PaymentIntentConfirmParams = {
            "payment_method": method,
            "return_url": back,
        }
        with in_our_words():
            made = self._stripe.v1.payment_intents.confirm(
                number, wanted, {"idempotency_key": key}
            )
        return text(part(made.next_action, "redirect_to_url").get("url"))

    def intent(self, number: str) -> Intent:
        wanted: PaymentIntentRetrieveParams = {"expand": WHOLE}
        with in_our_words():
            return _intent(self._stripe.v1.payment_intents.retrieve(number, wanted))

    def intent_for(self, payment: str, customer: str, since: datetime) -> Intent | None:
        """What was made for a payment, if its number was lost on the way to us."""
        wanted: PaymentIntentListParams = {
            "customer": customer,
            "created": {"gte": int(since.timestamp())},
            "limit": LOOKED_THROUGH,
        }
        with in_our_words():
            found = self._stripe.v1.payment_intents.list(wanted)
            for made in found.auto_paging_iter():
                if made.metadata.to_dict().get("payment") == payment:
                    return _intent(made)
        return None

    def cancel(self, number: str) -> Intent:
        with in_our_words():
            return _intent(self._stripe.v1.payment_intents.cancel(number))

    def open_visit(
        self, *, pledge: str, currency: str, customer: str, back: str
    ) -> str:
        """The address of Checkout, where a donor gives a card for later."""
        wanted: SessionCreateParams = {
            "mode": "setup",
            "currency": currency.lower(),
            "success_url": f"{back}?visit={{CHECKOUT_SESSION_ID}}",
            "cancel_url": back,
            "metadata": {"pledge": pledge},
        }
        if customer:
            wanted["customer"] = customer
        else:
            wanted["customer_creation"] = "always"
        with in_our_words():
            return self._stripe.v1.checkout.sessions.create(wanted).url or ""

    def visit(self, number: str) -> Given | None:
        wanted: SessionRetrieveParams = {"expand": ["setup_intent.payment_method"]}
        with in_our_words():
            made = self._stripe.v1.checkout.sessions.retrieve(number, wanted)
        setup, customer = made.setup_intent, made.customer
        if made.status != "complete" or not isinstance(setup, stripe.SetupIntent):
            return None
        method, told = setup.payment_method, made.metadata
        if not isinstance(method, stripe.PaymentMethod) or told is None:
            return None
        details = part(method, method.type)
        return Given(
            pledge=text(told.to_dict().get("pledge")),
            customer=customer if isinstance(customer, str) else "",
            method=method.id,
            kind=method.type,
            brand=text(details.get("brand")),
            last4=text(details.get("last4")),
            expires=expires(details),
        )


def read_event(body: bytes, signature: str, secret: str) -> Event:
    """Only what was signed for us; of its object only whose number it is."""
    try:
        event = stripe.Webhook.construct_event(body, signature, secret)
    except (ValueError, stripe.SignatureVerificationError) as wrong:
        raise Forged(type(wrong).__name__) from None
    about = cast(dict[str, object], event.data.object.to_dict())
    return Event(
        number=event.id,
        kind=event.type,
        live=event.livemode,
        object_kind=text(about.get("object")),
        object_number=text(about.get("id")),
        intent=text(about.get("payment_intent")),
    )


def _intent(made: stripe.PaymentIntent) -> Intent:
    charge, error = made.latest_charge, made.last_payment_error
    whole = charge if isinstance(charge, stripe.Charge) else None
    line = whole.balance_transaction if whole else None
    booked = line if isinstance(line, stripe.BalanceTransaction) else None
    moment = booked.created if booked else whole.created if whole else None
    return Intent(
        number=made.id,
        status=made.status,
        minor=made.amount_received if made.status == "succeeded" else made.amount,
        currency=made.currency.upper(),
        code=why_declined(error),
        method_kind=text(part(whole, "payment_method_details").get("type")),
        settled_at=datetime.fromtimestamp(moment, UTC) if moment else None,
        fee_minor=booked.fee if booked else 0,
        fee_currency=booked.currency.upper() if booked else "",
    )
