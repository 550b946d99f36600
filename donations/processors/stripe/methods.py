"""Stored cards and accounts, and the mandates by which accounts are charged."""

import stripe
from stripe.params import MandateRetrieveParams

from donations.processors.from_stripe import Stored
from donations.processors.stripe.words import expires, in_our_words, part, text


class Methods:
    _stripe: stripe.StripeClient

    def method(self, number: str) -> Stored:
        with in_our_words():
            return _stored(self._stripe.v1.payment_methods.retrieve(number))

    def mandate(self, number: str) -> tuple[Stored | None, str]:
        """The account it is for, and its status: "active", "pending" or "inactive"."""
        wanted: MandateRetrieveParams = {"expand": ["payment_method"]}
        with in_our_words():
            made = self._stripe.v1.mandates.retrieve(number, wanted)
        account = made.payment_method
        if not isinstance(account, stripe.PaymentMethod):
            return None, made.status
        return _stored(account), made.status


def _stored(made: stripe.PaymentMethod) -> Stored:
    details, customer = part(made, made.type), made.customer
    return Stored(
        number=made.id,
        customer=customer if isinstance(customer, str) else "",
        kind=made.type,
        brand=text(details.get("brand")),
        last4=text(details.get("last4")),
        expires=expires(details),
    )
