"""Intents to pay. Stripe's pages: `pages`; what money does afterwards: `going_back`."""

from datetime import datetime
from typing import cast

import stripe
from stripe.params import (
    PaymentIntentConfirmParams,
    PaymentIntentCreateParams,
    PaymentIntentListParams,
    PaymentIntentRetrieveParams,
)

from donations.processors.from_stripe import Event, Forged, Intent
from donations.processors.stripe.books import Books
from donations.processors.stripe.going_back import GoingBack
from donations.processors.stripe.looking_back import LookingBack
from donations.processors.stripe.methods import Methods
from donations.processors.stripe.pages import Pages
from donations.processors.stripe.shapes import an_intent
from donations.processors.stripe.words import WITH_ITS_FEE, in_our_words, part, text

API_VERSION = "2026-10-28.endive"
PATIENCE = (5.0, 20.0)  # seconds until it connects, and between two bytes
WHOLE = ["latest_charge.balance_transaction"]
LOOKED_THROUGH = 100
LONGEST_WORD = 120  # of an event's number; Stripe's have some thirty letters
# Not signed, no JSON, or not in the shape that Stripe gives its events.
UNREADABLE = (
    stripe.SignatureVerificationError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    RecursionError,
)


class Client(Pages, GoingBack, Methods, Books, LookingBack):
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
            "capture_method": WITH_ITS_FEE,
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "always"},
            "description": words,
            "metadata": {"payment": payment},
        }
        with in_our_words():
            made = self._stripe.v1.payment_intents.create(
                wanted, {"idempotency_key": key}
            )
        return an_intent(made)

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
        return an_intent(made)

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
            return an_intent(self._stripe.v1.payment_intents.retrieve(number, wanted))

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
                    return an_intent(made)
        return None

    def cancel(self, number: str) -> Intent:
        with in_our_words():
            return an_intent(self._stripe.v1.payment_intents.cancel(number))


def read_event(body: bytes, signature: str, secret: str) -> Event:
    """Only what was signed for us; of its object only whose number it is."""
    try:
        event = stripe.Webhook.construct_event(body, signature, secret)
        about = cast(dict[str, object], event.data.object.to_dict())
        found = Event(
            number=text(event.id),
            kind=text(event.type),
            live=bool(event.livemode),
            object_kind=text(about.get("object")),
            object_number=text(about.get("id")),
            intent=text(about.get("payment_intent")),
        )
    except UNREADABLE as wrong:
        raise Forged(type(wrong).__name__) from None
    if not all(map(_can_be_kept, (found.number, found.kind))):
        raise Forged("shape")
    return found


def _can_be_kept(word: str) -> bool:
    return 0 < len(word) <= LONGEST_WORD and word.isprintable()
