"""Checkout: Stripe's own pages, where donors type a card or account.

Which ways to pay stand there (cards, wallets, debits) is set up at Stripe, not here.
"""

import stripe
from stripe.params.checkout import (
    SessionCreateParams,
    SessionCreateParamsLineItem,
    SessionRetrieveParams,
)

from donations.processors.from_stripe import Given, Opened, Session
from donations.processors.stripe.shapes import a_method, an_intent
from donations.processors.stripe.words import WITH_ITS_FEE, in_our_words, text

PAID_BY = ["payment_intent.latest_charge.balance_transaction"]
METHOD = "payment_intent.payment_method"


class Pages:
    _stripe: stripe.StripeClient

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
        return a_method(method, customer, text(told.to_dict().get("pledge")))

    def open_checkout(
        self,
        *,
        checkout: str,
        minor: int,
        currency: str,
        words: str,
        email: str,
        keeps_method: bool,
        back: str,
        until: int,
    ) -> Opened:
        """The page to pay one gift on. A customer is made only where it keeps one."""
        wanted: SessionCreateParams = {
            "mode": "payment",
            "submit_type": "donate",
            "line_items": [_one_gift(minor, currency, words)],
            # What the giver agreed to is in our currency, and so are the books.
            "adaptive_pricing": {"enabled": False},
            "payment_intent_data": {
                "capture_method": WITH_ITS_FEE,
                "description": words,
                "metadata": {"checkout": checkout},
            },
            "client_reference_id": checkout,
            "customer_email": email,
            "expires_at": until,
            "success_url": f"{back}?back=paid",
            "cancel_url": f"{back}?back=left",
        }
        if keeps_method:
            wanted["customer_creation"] = "always"
            wanted["payment_intent_data"]["setup_future_usage"] = "off_session"
        with in_our_words():
            made = self._stripe.v1.checkout.sessions.create(wanted)
        return Opened(made.id, made.url or "")

    def checkout(self, number: str) -> Session:
        wanted: SessionRetrieveParams = {"expand": [*PAID_BY, METHOD]}
        with in_our_words():
            made = self._stripe.v1.checkout.sessions.retrieve(number, wanted)
        paid = made.payment_intent
        intent = paid if isinstance(paid, stripe.PaymentIntent) else None
        method = intent.payment_method if intent else None
        kept = isinstance(method, stripe.PaymentMethod) and made.customer
        return Session(
            status=made.status or "",
            intent=an_intent(intent) if intent else None,
            method=a_method(method, made.customer)
            if kept and isinstance(method, stripe.PaymentMethod)
            else None,
        )

    def close_checkout(self, number: str) -> None:
        with in_our_words():
            self._stripe.v1.checkout.sessions.expire(number)


def _one_gift(minor: int, currency: str, words: str) -> SessionCreateParamsLineItem:
    return {
        "quantity": 1,
        "price_data": {
            "currency": currency.lower(),
            "unit_amount": minor,
            "product_data": {"name": words},
        },
    }
