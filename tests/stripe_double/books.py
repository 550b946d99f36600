"""What the double knows: objects by id, and what each call changes in them.

One lock over all: like Stripe, an object is changed by one request at a time.
"""

import copy
import itertools
import threading
import time
from collections.abc import Callable
from typing import Any

from tests.stripe_double.bodies import Params, number
from tests.stripe_double.cards import BEHAVIOURS, GOOD, Behaviour

Thing = dict[str, Any]
LIMITS = {"usd": 50, "aud": 50, "gbp": 30, "cad": 50}


class Refusal(Exception):
    """An answer that is an error: HTTP status, and Stripe's `error` object."""

    def __init__(self, status: int, kind: str, code: str, message: str, **more: Any):
        super().__init__(message)
        self.status = status
        self.error = {"type": kind, "code": code, "message": message, **more}


def invalid(code: str, message: str) -> Refusal:
    return Refusal(400, "invalid_request_error", code, message)


class Books:
    def __init__(self, live: bool = False) -> None:
        self.lock = threading.RLock()
        self.things: dict[str, Thing] = {}
        self.numbers: dict[str, str] = {}  # of a method: the card's number
        self.events: list[Thing] = []
        self.live = live
        self._count = itertools.count(1)
        self.clock: Callable[[], float] = time.time

    def add(self, prefix: str, kind: str, **columns: Any) -> Thing:
        thing = {
            "id": f"{prefix}_{next(self._count):024d}",
            "object": kind,
            "created": int(self.clock()),
            "livemode": self.live,
            **columns,
        }
        self.things[thing["id"]] = thing
        return thing

    def find(self, key: str, kind: str = "") -> Thing:
        thing = self.things.get(key)
        if thing is None or (kind and thing["object"] != kind):
            message = f"No such {kind}: '{key}'"
            raise Refusal(404, "invalid_request_error", "resource_missing", message)
        return thing

    def all(self, kind: str) -> list[Thing]:
        """Newest first, as every list of Stripe's."""
        found = [each for each in self.things.values() if each["object"] == kind]
        return found[::-1]

    def tell(self, kind: str, thing: Thing) -> None:
        self.events.append(
            {
                "id": f"evt_{next(self._count):024d}",
                "object": "event",
                "type": kind,
                "created": int(self.clock()),
                "livemode": self.live,
                "api_version": "2026-10-28.endive",
                "pending_webhooks": 1,
                "data": {"object": copy.deepcopy(thing)},
            }
        )

    def behaviour(self, method: str) -> Behaviour:
        return BEHAVIOURS[self.numbers[method]]

    # Things that tests lay out themselves.

    def customer(self, **columns: Any) -> Thing:
        return self.add("cus", "customer", metadata={}, **columns)

    def method(self, customer: str | None, card: str = GOOD) -> Thing:
        """A stored card or, by its number, a bank account."""
        behaviour = BEHAVIOURS[card]
        made = self.add("pm", "payment_method", customer=customer, metadata={})
        self.numbers[made["id"]] = card
        if behaviour.days_to_settle:
            made |= {
                "type": "au_becs_debit",
                "au_becs_debit": {"bsb_number": "000000", "last4": card[-4:]},
            }
        else:
            made |= {
                "type": "card",
                "card": {
                    "brand": behaviour.brand,
                    "last4": card[-4:],
                    "exp_month": 8,
                    "exp_year": 2031,
                },
            }
        return made

    def captured(self) -> list[Thing]:
        """Every charge that took money."""
        return [each for each in self.all("charge") if each["paid"]]

    def balance(self, kind: str, source: Thing, minor: int, fee: int = 0) -> Thing:
        return self.add(
            "txn",
            "balance_transaction",
            type=kind,
            source=source["id"],
            amount=minor,
            fee=fee,
            net=minor - fee,
            currency=source["currency"],
            status="available",
            available_on=int(self.clock()),
            payout=None,
            reporting_category=kind,
        )

    def pay_out(self) -> Thing:
        """Everything that is not paid out yet, to the bank, as one sum."""
        waiting = [
            each
            for each in self.all("balance_transaction")
            if each["payout"] is None and each["type"] != "payout"
        ]
        total = sum(each["net"] for each in waiting)
        payout = self.add(
            "po",
            "payout",
            amount=total,
            currency=waiting[0]["currency"],
            status="paid",
            arrival_date=int(self.clock()),
            automatic=True,
        )
        for each in waiting:
            each["payout"] = payout["id"]
        own = self.balance("payout", payout, -total)
        own["payout"] = payout["id"]
        payout["balance_transaction"] = own["id"]
        self.tell("payout.paid", payout)
        return payout

    def check_amount(self, params: Params) -> tuple[int, str]:
        amount, currency = number(params, "amount") or 0, params["currency"].lower()
        if amount < LIMITS.get(currency, 1):
            raise invalid("amount_too_small", "Amount must be larger.")
        return amount, currency
