"""Which address of the API does what: a table of methods, patterns and functions."""

import re
from collections.abc import Callable
from typing import Any

from tests.stripe_double import going_back, intents, methods, sessions
from tests.stripe_double.bodies import Params, number
from tests.stripe_double.books import Books, Refusal, Thing

Call = Callable[[Books, Params, str], Any]


def _customer(books: Books, params: Params, _key: str) -> Thing:
    return books.customer(email=params.get("email"), name=params.get("name"))


def _page_of(found: list[Thing], params: Params) -> Thing:
    """A list as Stripe pages it: `limit`, `starting_after`."""
    if after := params.get("starting_after"):
        keys = [each["id"] for each in found]
        found = found[keys.index(after) + 1 :]
    limit = number(params, "limit", 10) or 10
    return {
        "object": "list",
        "url": "",
        "data": found[:limit],
        "has_more": len(found) > limit,
    }


def _movements(books: Books, params: Params, _key: str) -> Thing:
    since = number(params.get("created", {}), "gte", 0) or 0
    found = [
        each
        for each in books.all("balance_transaction")
        if each["created"] >= since and params.get("payout") in (None, each["payout"])
    ]
    return _page_of(found, params)


def _payouts(books: Books, params: Params, _key: str) -> Thing:
    since = number(params.get("created", {}), "gte", 0) or 0
    found = [each for each in books.all("payout") if each["created"] >= since]
    return _page_of(found, params)


def _events(books: Books, params: Params, _key: str) -> Thing:
    return _page_of(books.events[::-1], params)


def _of(kind: str) -> Call:
    return lambda books, params, key: books.find(key, kind)


def _back(kind: str) -> Call:
    return lambda books, params, key: _page_of(
        going_back.of_payment(books, kind, params), params
    )


def _with_intent(act: Callable[..., Thing]) -> Call:
    return lambda books, params, key: act(
        books, books.find(key, "payment_intent"), params
    )


CALLS: tuple[tuple[str, str, Call], ...] = (
    ("POST", r"/v1/customers", _customer),
    ("GET", r"/v1/customers/(\w+)", _of("customer")),
    ("GET", r"/v1/payment_methods/(\w+)", _of("payment_method")),
    (
        "POST",
        r"/v1/payment_methods/(\w+)/detach",
        lambda b, p, k: methods.detach(b, b.find(k)),
    ),
    ("GET", r"/v1/mandates/(\w+)", _of("mandate")),
    (
        "GET",
        r"/v1/subscriptions",
        lambda b, p, k: _page_of(methods.subscriptions_by(b, p), p),
    ),
    ("GET", r"/v1/subscriptions/(\w+)", _of("subscription")),
    ("POST", r"/v1/payment_intents", lambda b, p, k: intents.create(b, p)),
    (
        "GET",
        r"/v1/payment_intents",
        lambda b, p, k: _page_of(intents.search_by(b, p), p),
    ),
    ("GET", r"/v1/payment_intents/(\w+)", _of("payment_intent")),
    (
        "POST",
        r"/v1/payment_intents/(\w+)/confirm",
        _with_intent(intents.confirm),
    ),
    ("POST", r"/v1/payment_intents/(\w+)/cancel", _with_intent(intents.cancel)),
    ("GET", r"/v1/setup_intents/(\w+)", _of("setup_intent")),
    ("POST", r"/v1/refunds", lambda b, p, k: going_back.refund(b, p)),
    ("GET", r"/v1/refunds", _back("refund")),
    ("GET", r"/v1/refunds/(\w+)", _of("refund")),
    ("GET", r"/v1/disputes", _back("dispute")),
    ("GET", r"/v1/disputes/(\w+)", _of("dispute")),
    ("GET", r"/v1/charges/(\w+)", _of("charge")),
    ("GET", r"/v1/balance_transactions", _movements),
    ("GET", r"/v1/payouts", _payouts),
    ("GET", r"/v1/payouts/(\w+)", _of("payout")),
    ("GET", r"/v1/events", _events),
    ("POST", r"/v1/checkout/sessions", lambda b, p, k: sessions.create(b, p)),
    (
        "GET",
        r"/v1/checkout/sessions",
        lambda b, p, k: _page_of(sessions.since(b, p), p),
    ),
    ("GET", r"/v1/checkout/sessions/(\w+)", _of("checkout.session")),
    (
        "POST",
        r"/v1/checkout/sessions/(\w+)/expire",
        lambda b, p, k: sessions.expire_open(b, b.find(k)),
    ),
)


def call(books: Books, method: str, path: str, params: Params) -> Thing:
    for verb, pattern, act in CALLS:
        found = re.fullmatch(pattern, path)
        if verb == method and found:
            made = act(books, params, found[1] if found.groups() else "")
            return expanded(books, made, params.get("expand", []))
    raise Refusal(404, "invalid_request_error", "", f"Unrecognized URL ({path}).")


def expanded(books: Books, made: Thing, wishes: list[str]) -> Thing:
    """A copy in which the named ids are the objects themselves."""
    shown = {name: each for name, each in made.items() if not name.startswith("_")}
    for wish in wishes:
        first, _dot, rest = wish.partition(".")
        if first == "data":
            shown["data"] = [expanded(books, each, [rest]) for each in shown["data"]]
        elif isinstance(shown.get(first), str):
            inner = [rest] if rest else []
            shown[first] = expanded(books, books.find(shown[first]), inner)
        elif isinstance(shown.get(first), dict) and rest:
            shown[first] = expanded(books, shown[first], [rest])
    return shown
