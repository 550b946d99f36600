"""What donors read about their cards: whole sentences, no code of a bank, no number."""

from datetime import date, timedelta

import pytest
import time_machine

from donations.collecting import adopting, taking
from ijm import letters
from ijm.models import OutgoingMail
from tests.donations.cards import DUE, NOON, make_due
from tests.make_donations import at, make_running_pledge
from tests.stripe_double import cards, sessions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


def only_letter() -> str:
    composed = letters.compose(OutgoingMail.objects.get())
    assert "pm_" not in composed.text and "cus_" not in composed.text
    return f"{composed.subject}\n{composed.text}"


@pytest.mark.parametrize(
    ("card", "says"),
    [
        (cards.INSUFFICIENT, "We try again on 1 February 2026"),
        (cards.LOST, "cannot be charged any more"),
        (cards.ASKS_ALWAYS, "/give/approve/"),
    ],
)
def test_a_refusal_says_whether_money_moved_and_what_is_next(double, card, says):
    taking.collect(make_due(double, card).pk, NOON)
    text = only_letter()
    assert says in text and "$30" in text and "Visa" in text
    assert "insufficient" not in text and "lost" not in text


def test_a_stored_card_is_confirmed_with_the_words_agreed_to(double):
    with time_machine.travel(at(date(2026, 1, 20)), tick=False):
        pledge = make_running_pledge()
        visit = double.books.find(
            sessions.create(
                double.books, {"mode": "setup", "metadata": {"pledge": str(pledge.pk)}}
            )["id"]
        )
        sessions.pay(double.books, visit, cards.GOOD)
        adopting.adopt("stripe", visit["id"], at(date(2026, 1, 20)))
        text = only_letter()
    assert "next on 31 January 2026" in text
    assert "every month" in text and "the last day" in text


def test_the_last_refusal_says_that_nothing_is_owed(double):
    instalment = make_due(double, cards.INSUFFICIENT)
    for days in (0, 1, 3, 7, 13):
        taking.collect(instalment.pk, at(DUE + timedelta(days=days)))
    last = OutgoingMail.objects.get(letter="gift-given-up")
    assert "you owe nothing" in letters.compose(last).text
