"""Givers at Stripe's page in a world that breaks: those of one life of `crashes`.

They press, pay or leave, and come back or do not, while the process that does our part
of it is killed: between our row and Stripe's page, between their payment and the way
back, and somewhere in the writing of the books.
"""

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Timer

from donations.intention import Intention
from donations.models import Agreement, Checkout, LedgerEntry, Payment
from tests.collector import Collector, Kill
from tests.make_donations import an_intention, make_fund
from tests.stripe_double import Refusal, StripeDouble, cards, sessions

GIVERS = ("once", "monthly")
HANDS = (cards.GOOD, cards.GOOD, cards.DECLINED, "")
OPENS, ASKS = "POST /v1/checkout/sessions", r"GET /v1/checkout/sessions/.*"
WRITES_FOR = 0.05  # seconds in which the books are written, about
OVER = timedelta(hours=5)


@dataclass(frozen=True)
class Counted:
    """`twice`: pages that took money twice. `apart`: gifts that one side alone has.

    `stuck`: pages of which nobody knows what became.
    """

    twice: int
    apart: int
    stuck: int
    paid: int


class Givers:
    """Those of one life: each has a form, and whatever it led to."""

    def __init__(
        self,
        double: StripeDouble,
        collector: Collector,
        chance: random.Random,
        began: datetime,
    ) -> None:
        make_fund()
        self.double, self.collector, self.chance = double, collector, chance
        self.began, self.kills, self.known = began, 0, list[str]()
        day = began.date()
        self.gifts = [
            an_intention(
                frequency=frequency,
                by="stripe",
                key=f"{day:%Y%m%d}{frequency:x<14}",
                first_due=day.isoformat() if frequency == "monthly" else "",
                day=day.day if frequency == "monthly" else 0,
            )
            for frequency in GIVERS
        ]

    def turn(self, after: timedelta) -> None:
        for gift in self.gifts:
            page = self._page_of(gift)
            if page is None or not page.processor_ref:
                self._at_work(after, OPENS, {"press": gift.columns})
            elif not page.is_over:
                self._pay(page)
                if self.chance.random() < 0.7:
                    self._at_work(after, ASKS, {"back": str(page.pk)})

    def come_to_an_end(self) -> None:
        """Days go by: what was not paid is over, and the chore sees it."""
        pages = self._pages()
        self.known = [str(page.pk) for page in pages]  # the chore forgets old ones
        for page in pages:
            if page.processor_ref:
                sessions.expire(
                    self.double.books, self.double.books.find(page.processor_ref)
                )
        self.collector.turn(self.began + OVER, "checkouts")

    def counted(self) -> Counted:
        charges = self.double.books.captured()
        of_ours = [
            (each["metadata"]["checkout"], each["payment_intent"])
            for each in charges
            if each["metadata"].get("checkout") in self.known
        ]
        taken = {number for _page, number in of_ours}
        agreed = Agreement.objects.filter(
            key__in=[f"checkout:{key}" for key in self.known]
        )
        written = Payment.objects.settled().filter(donor__in=agreed.values("donor"))
        here = set(written.values_list("processor_ref", flat=True))
        lines = LedgerEntry.objects.filter(kind="gift", payment__in=written)
        times = Counter(page for page, _number in of_ours)
        return Counted(
            twice=sum(count > 1 for count in times.values()),
            apart=len(taken ^ here) + abs(lines.count() - len(taken)),
            stuck=sum(not page.is_over for page in self._pages()),
            paid=len(taken),
        )

    def _at_work(self, after: timedelta, request: str, what: dict[str, object]) -> None:
        """In the process that may be killed: before, after, or while it goes on."""
        kind = self.chance.choice(["", "reset before", "reset after", "answered"])
        kill = self.collector.kill
        if kind == "answered":
            later = self.chance.random() * WRITES_FOR
            self.double.faults.add(
                kind, request, run=Timer(later, _quietly(kill)).start
            )
        elif kind:
            self.double.faults.add(kind, request, run=kill)
        self.kills += self.collector.turn(self.began + after, what) == -9
        self.double.faults.waiting.clear()

    def _pay(self, page: Checkout) -> None:
        card = self.chance.choice(HANDS)
        session = self.double.books.find(page.processor_ref or "")
        if card and session["status"] == "open":
            with suppress(Refusal), self.double.books.lock:
                sessions.pay(self.double.books, session, card)

    def _page_of(self, gift: Intention) -> Checkout | None:
        return Checkout.objects.filter(key=gift.key).first()

    def _pages(self) -> list[Checkout]:
        keys = [gift.key for gift in self.gifts]
        return list(Checkout.objects.filter(key__in=keys))


def _quietly(kill: Kill) -> Kill:
    """It may have come to its end by then."""

    def killed() -> None:
        with suppress(ProcessLookupError):
            kill()

    return killed
