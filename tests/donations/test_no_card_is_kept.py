"""No card, no secret of Stripe's and none of ours lies anywhere when money has moved.

Every object of the double bears a whole card number, its check digits and a client
secret, as no object of Stripe's would; what the donor types there is a card, too. They
are looked for in the database, in files, in mail, in the log and on every page.
"""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from donations.collecting import noticing, recovering, taking
from ijm.delivery import send_mail
from tests.canary import sightings
from tests.donations.cards import DUE, NOON, make_due, tell
from tests.donations.paying import by_card, led_on, paid
from tests.donations.test_giving import pressed
from tests.every_row import every_row
from tests.left_anywhere import files, log_lines
from tests.make_donations import at
from tests.stripe_double import SECRET_KEY, StripeDouble, cards
from tests.stripe_double.books import Books

__all__ = ["log_lines"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("giving_charity")]
CHECK_DIGITS, CLIENT_SECRET = "check-digits-quoll", "secret_quokka"
NUMBERS = (cards.GOOD, cards.DECLINED, cards.STOLEN, cards.BANK_ACCOUNT)
CONFIRM = "POST /v1/payment_intents/.*/confirm"
SESSIONS = "POST /v1/checkout/sessions"


@pytest.fixture
def loud(double: StripeDouble, monkeypatch) -> StripeDouble:
    """A Stripe that tells in every object what none must keep."""
    add = Books.add

    def tells_too_much(books: Books, prefix: str, kind: str, **columns: Any) -> Any:
        made = add(books, prefix, kind, **columns)
        made["client_secret"] = f"{made['id']}_{CLIENT_SECRET}"
        made |= {"number": cards.GOOD, "cvc": CHECK_DIGITS}
        return made

    monkeypatch.setattr(Books, "add", tells_too_much)
    return double


def secrets_of(double: StripeDouble) -> tuple[str, ...]:
    known = (SECRET_KEY, double.post.secret, CHECK_DIGITS, CLIENT_SECRET)
    return (*NUMBERS, *known)


class Journey:
    """A browser that keeps each page it was shown, whatever became of it."""

    def __init__(self) -> None:
        self.client = Client(
            headers={"sec-fetch-site": "same-origin"}, raise_request_exception=False
        )
        self.pages: list[bytes] = []
        for method in ("get", "post"):
            setattr(self, method, self._keeping(getattr(self.client, method)))

    def _keeping(self, ask):
        def asked(*args: Any, **more: Any):
            answer = ask(*args, **more)
            said = f"{answer.status_code} {answer.headers}".encode()
            self.pages.append(said + b"".join(answer))
            return answer

        return asked


def money_moves(double: StripeDouble, journey: Any) -> None:
    url = led_on(journey, by_card())
    for card in (cards.DECLINED, cards.STOLEN, cards.GOOD):
        back = paid(url, card)
    journey.get(back, follow=True)
    for card in (cards.GOOD, cards.STOLEN, cards.BANK_ACCOUNT):
        taking.collect(make_due(double, card).pk, NOON)
    tell(double, times=2)


def things_break(double: StripeDouble, journey: Any, monkeypatch) -> None:
    for kind in ("500 before", "500 after", "reset after"):
        double.faults.add(kind, SESSIONS)
        pressed(journey, by_card(key=f"{kind.replace(' ', '-'):k<22}"))
        double.faults.add(kind, CONFIRM)
        taking.collect(make_due(double).pk, NOON)
    recovering.recover(NOON + timedelta(hours=1))
    notice = double.post.notice(double.books.events[-1], secret="whsec_of_a_stranger")
    for forged in (notice, double.post.notice(double.books.events[-1])):
        with monkeypatch.context() as broken:
            broken.setattr(noticing, "keep", _breaks_with(double))
            journey.post(
                "/donations/notices/stripe/",
                forged.body,
                content_type="application/json",
                headers=forged.headers,
            )


def _breaks_with(double: StripeDouble) -> Any:
    def breaks(*_args: Any) -> None:
        raise ValueError(f"Key (typed)=({cards.GOOD}, {SECRET_KEY}, {CHECK_DIGITS})")

    return breaks


def test_they_are_nowhere(loud, log_lines, monkeypatch) -> None:
    journey = Journey()
    with time_machine.travel(at(DUE)):
        money_moves(loud, journey)
        things_break(loud, journey, monkeypatch)
        send_mail(timezone.now())
    statuses = {page.partition(b" ")[0] for page in journey.pages}
    assert {b"303", b"200", b"400", b"500"} <= statuses
    told = str(loud.books.things) + str(loud.books.events)
    assert all(word in told for word in (cards.GOOD, CHECK_DIGITS, CLIENT_SECRET))
    rows = {table: "\n".join(rows).encode() for table, rows in every_row().items()}
    kept = {**rows, **files(), "log": "\n".join(log_lines).encode()}
    assert b"4242" in kept["donations_storedmethod"]
    assert any(name.startswith("mail/") for name in kept)
    pages = {f"page {n}": page for n, page in enumerate(journey.pages)}
    assert list(sightings(secrets_of(loud), {**kept, **pages})) == []
