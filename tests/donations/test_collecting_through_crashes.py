"""Killed with -9 between every two steps of the protocol, a gift is taken once."""

from datetime import timedelta

import pytest

from donations.models import LedgerEntry
from tests import crashes
from tests.collector import collecting
from tests.donations.cards import NOON, make_due

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOON + timedelta(minutes=11)
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
