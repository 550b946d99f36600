"""Stripe breaks, notices get lost, givers press twice or leave: what was paid is in
the books once, and what was not leaves nothing.
"""

import random
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from donations.collecting import checking_out, recovering
from donations.models import Checkout, Donor, LedgerEntry, Payment
from donations.processors.base import NotOffered, Unanswered
from tests.donations.paying import paid, reported
from tests.make_donations import an_intention, at
from tests.stripe_double import cards, sessions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("giving_charity")]
GIVERS = 4
ON = at(date(2026, 1, 20))
WITH = (cards.GOOD, cards.GOOD, cards.DECLINED, cards.BANK_ACCOUNT, "")


def gives(double, chance: random.Random, number: int) -> None:
    """Presses once or twice, and where a page opens pays, is declined or leaves."""
    frequency = chance.choice(("once", "monthly"))
    key = f"{number:022d}"
    wanted = an_intention(
        frequency=frequency, by="stripe", key=key, first_due="2026-01-20", day=20
    )
    url = ""
    for _press in range(chance.choice((1, 2, 3))):
        try:
            url = checking_out.begin(wanted, timezone.now()).url
        except (Unanswered, NotOffered):
            continue
    card = chance.choice(WITH)
    if url and card:
        paid(url, card)


def hears(double, chance: random.Random) -> None:
    """Some notices, in any order, and what the chore sees."""
    events = double.books.events[double.post.sent :]
    kept = [each for each in events if chance.random() < 0.5]
    chance.shuffle(kept)
    double.books.events[double.post.sent :] = kept
    reported(double, timezone.now(), chance.choice((1, 2)))
    checking_out.look_after(timezone.now())


@pytest.mark.parametrize("seed", range(12))
def test_our_books_are_stripes(double, seed):
    chance = random.Random(seed)
    with time_machine.travel(ON, tick=False) as clock:
        double.faults.at_random(seed, 0.25)
        for number in range(GIVERS):
            gives(double, chance, number)
            clock.shift(timedelta(minutes=7))
            hears(double, chance)
        double.faults.calm()
        clock.shift(timedelta(days=4))
        for session in double.books.all("checkout.session"):
            sessions.expire(double.books, session)
            intent = session["payment_intent"]
            if intent and double.books.find(intent)["status"] == "processing":
                sessions.settle(double.books, session)
        for _hours in range(3):
            clock.shift(timedelta(hours=7))
            hears(double, chance)
            recovering.recover(timezone.now())
    taken = sorted(each["payment_intent"] for each in double.books.captured())
    settled = Payment.objects.settled().order_by("processor_ref")
    assert list(settled.values_list("processor_ref", flat=True)) == taken
    assert LedgerEntry.objects.filter(kind="gift").count() == len(taken)
    assert Donor.objects.count() == Payment.objects.count() == len(taken)
    assert not Checkout.objects.open().exists()
    assert not Payment.objects.open().exists()


def test_dying_between_payment_and_books_leaves_nothing_half_done(double, monkeypatch):
    """As by kill -9: the transaction never ends, and whoever comes next does it."""

    def dies(*_args):
        raise KeyboardInterrupt

    with time_machine.travel(ON, tick=False):
        wanted = an_intention(by="stripe", first_due="2026-01-20", day=20)
        checkout = checking_out.begin(wanted, timezone.now())
        paid(checkout.url)
        for step in ("keep", "write_down", "apply", "welcome"):
            with monkeypatch.context() as while_dying:
                while_dying.setattr(checking_out, step, dies)
                with pytest.raises(KeyboardInterrupt):
                    checking_out.take_up(checkout, timezone.now())
            assert not Donor.objects.exists() and not Payment.objects.exists()
            checkout.refresh_from_db()
            assert not checkout.is_over
        checking_out.take_up(checkout, timezone.now())
    assert Payment.objects.get().is_settled
