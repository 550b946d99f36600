"""Killed with -9 between every two steps of the protocol, a gift is taken once."""

from datetime import timedelta
from threading import Timer

import pytest
from django.db import transaction
from django.utils import timezone

from donations.models import (
    Agreement,
    Checkout,
    Donor,
    LedgerEntry,
    Payment,
    Refund,
)
from tests import crashes
from tests.cast import hire
from tests.collector import collecting
from tests.donations.cards import NOON, collected, make_due
from tests.make_donations import an_intention, aud
from tests.stripe_double import cards, sessions

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON + timedelta(minutes=11)
NOW = timezone.now()
MAKE, CONFIRM = "POST /v1/payment_intents", "POST /v1/payment_intents/.*/confirm"


@pytest.fixture
def collector(double):
    with collecting() as collector:
        yield collector


def test_killed_between_every_two_steps_it_is_taken_once(double, collector):
    """One after another in one world: each step's crash, then the recovery chore."""
    steps = [
        ("reset before", MAKE),  # T1 is committed, S1 never arrived
        ("reset after", MAKE),  # S1 is done, T2 is not
        ("reset before", CONFIRM),  # T2 is committed, S2 never arrived
        ("reset after", CONFIRM),  # S2 is done, T3 is not
    ]
    for number, (kind, request) in enumerate(steps, 1):
        instalment = make_due(double)
        double.faults.add(kind, request, run=collector.kill)
        assert collector.turn(NOON, "collect") == -9
        assert instalment.payments.get().state in ("created", "submitted")
        assert collector.turn(NOON, "collect") == 0, "nothing else may begin it again"
        assert collector.turn(LATER, "recover") == 0
        assert instalment.payments.get().is_settled
        assert len(double.books.captured()) == number
        assert LedgerEntry.objects.filter(kind="gift").count() == number


def test_a_refund_killed_between_every_two_steps_is_sent_once(double, collector):
    """R2 is committed and S never arrived; S is done and R3 is not."""
    by = hire("finance_femi")
    for number, kind in enumerate(["reset before", "reset after"], 1):
        refund = Refund.objects.ask(collected(double), aud(1000), "Sent twice", by)
        double.faults.add(kind, "POST /v1/refunds", run=collector.kill)
        assert collector.turn(NOON, "refund") == -9
        refund.refresh_from_db()
        assert refund.is_to_send and refund.asked_at and not refund.processor_ref
        assert collector.turn(LATER, "refund") == 0
        refund.refresh_from_db()
        assert refund.state == "succeeded"
        assert len(double.books.all("refund")) == number
        assert LedgerEntry.objects.filter(kind="refund").count() == number


@pytest.mark.usefixtures("giving_charity")
def test_a_giver_at_stripes_page_is_taken_up_once(double, collector):
    """Killed before Stripe's page and after it, at its answer, and in the books."""
    gift = an_intention(frequency="once", day=0, first_due="", by="stripe")
    for kind in ("reset before", "reset after"):
        double.faults.add(kind, "POST /v1/checkout/sessions", run=collector.kill)
        assert collector.turn(NOW, {"press": gift.columns}) == -9
        assert not Checkout.objects.get().processor_ref
    assert collector.turn(NOW, {"press": gift.columns}) == 0
    page = Checkout.objects.get()
    sessions.pay(double.books, double.books.find(page.processor_ref), cards.GOOD)
    for kind in ("reset before", "reset after"):
        double.faults.add(kind, "GET /v1/checkout/sessions/.*", run=collector.kill)
        assert collector.turn(NOW, {"back": str(page.pk)}) == -9
    assert not Donor.objects.exists()
    with transaction.atomic():  # it waits for the row, in the midst of P4
        Checkout.objects.select_for_update().get()
        waits = Timer(1, collector.kill)
        waits.start()
        assert collector.turn(NOW, {"back": str(page.pk)}) == -9
    assert not Donor.objects.exists()
    for _again in range(2):
        assert collector.turn(NOW + timedelta(minutes=16), "checkouts") == 0
    assert Payment.objects.get().is_settled and Donor.objects.count() == 1
    assert len(double.books.captured()) == 1 == Agreement.objects.count()


def test_without_the_guard_the_same_crash_takes_it_twice(double, collector):
    make_due(double)
    double.faults.add("reset after", CONFIRM, run=collector.kill)
    assert collector.turn(NOON, "naive") == -9
    assert collector.turn(NOON, "naive") == 0
    assert len(double.books.captured()) == 2


def test_by_chance(double, collector):
    """A handful of the runs that `python -m tests.bench charges` does 200 of."""
    for seed in (1, 2):
        found = crashes.live_through(double, collector, seed)
        assert (found.twice, found.apart, found.stuck) == (0, 0, 0)
        assert found.kills
