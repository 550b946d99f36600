"""Stored cards and accounts, their mandates, and old plans that still charge them."""

from typing import cast

import stripe
from stripe.params import MandateRetrieveParams, SubscriptionListParams

from donations.processors.from_stripe import Plan, Stored
from donations.processors.stripe.words import expires, in_our_words, moment, part, text

OF_ONE_CUSTOMER = 100


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

    def plan(self, number: str) -> Plan:
        with in_our_words():
            return _plan(self._stripe.v1.subscriptions.retrieve(number))

    def plans(self, customer: str) -> tuple[Plan, ...]:
        """Also those that have ended."""
        wanted: SubscriptionListParams = {
            "customer": customer,
            "status": "all",
            "limit": OF_ONE_CUSTOMER,
        }
        with in_our_words():
            found = self._stripe.v1.subscriptions.list(wanted)
            return tuple(_plan(each) for each in found.auto_paging_iter())


def _plan(made: stripe.Subscription) -> Plan:
    customer = made.customer
    items = part(made, "items").get("data")
    rows = cast(list[dict[str, object]], items) if isinstance(items, list) else []
    ends = [row.get("current_period_end") for row in rows]
    known = [end for end in ends if isinstance(end, int)]
    return Plan(
        number=made.id,
        customer=customer if isinstance(customer, str) else customer.id,
        status=made.status,
        paid_until=moment(max(known)) if known else None,
    )


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
