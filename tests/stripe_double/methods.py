"""Stored cards and accounts of the double, their mandates, and old subscriptions."""

from tests.stripe_double.bodies import Params
from tests.stripe_double.books import Books, Thing


def mandate(books: Books, method: Thing) -> Thing:
    """By which a donor lets an account be charged."""
    return books.add(
        "mandate",
        "mandate",
        payment_method=method["id"],
        status="active",
        type="multi_use",
    )


def revoke(books: Books, mandate: Thing) -> Thing:
    """The donor, or their bank, ended it."""
    mandate["status"] = "inactive"
    books.tell("mandate.updated", mandate)
    return mandate


def replace(books: Books, method: Thing, last4: str, year: int) -> Thing:
    """A network put a new card in the place of an old one."""
    method["card"] |= {"last4": last4, "exp_year": year}
    books.tell("payment_method.automatically_updated", method)
    return method


def detach(books: Books, method: Thing) -> Thing:
    method["customer"] = None
    books.tell("payment_method.detached", method)
    return method


def subscription(books: Books, customer: str, paid_until: float) -> Thing:
    """A plan of an old system, by which Stripe charges somebody itself."""
    item = {"object": "subscription_item", "current_period_end": int(paid_until)}
    return books.add(
        "sub",
        "subscription",
        customer=customer,
        status="active",
        items={"object": "list", "data": [item], "has_more": False, "url": ""},
    )


def subscriptions_by(books: Books, params: Params) -> list[Thing]:
    """GET /v1/subscriptions: those that have ended only where `status` is "all"."""
    return [
        each
        for each in books.all("subscription")
        if params.get("customer") in (None, each["customer"])
        and (params.get("status") == "all" or each["status"] != "canceled")
    ]
