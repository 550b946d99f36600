"""Stripe breaks, hangs up or answers late, at each step: a gift is taken once."""

from datetime import timedelta

import pytest

from donations.collecting import recovering, taking
from donations.models import LedgerEntry, Payment
from tests.donations.cards import NOON, make_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
MAKE, CONFIRM = "POST /v1/payment_intents", "POST /v1/payment_intents/.*/confirm"


@pytest.mark.parametrize(
    ("kind", "request_line"),
    [
        (kind, line)
        for kind in ("500 before", "500 after", "reset before", "reset after", "delay")
        for line in (MAKE, CONFIRM)
    ],
)
def test_whatever_stripe_does_it_is_taken_once(double, kind, request_line):
    instalment = make_due(double)
    double.faults.add(kind, request_line)
    taking.collect(instalment.pk, NOON)
    for hours in (1, 2, 26):
        if hours > 24:
            double.prune_keys()
        recovering.recover(NOON + timedelta(hours=hours))
    if (kind, request_line) == ("500 before", MAKE):
        # Stripe repeats its own breakdown for as long as it knows the key: nothing was
        # made, and nothing is guessed. People see it in their list.
        assert Payment.objects.get().state == "unknown"
        assert not double.books.captured()
    else:
        [charge] = double.books.captured()
        assert Payment.objects.get().is_settled and charge["amount"] == 3000
        assert LedgerEntry.objects.filter(kind="gift").count() == 1


def test_a_stripe_that_is_away_for_a_day_changes_nothing(double):
    instalment = make_due(double)
    double.faults.add("reset before", "(GET|POST) .*", times=50)
    taking.collect(instalment.pk, NOON)
    for hours in (1, 2, 3):
        recovering.recover(NOON + timedelta(hours=hours))
    assert Payment.objects.get().state == "created"
    double.faults.calm()
    recovering.recover(NOON + timedelta(hours=4))
    assert Payment.objects.get().is_settled and len(double.books.captured()) == 1


def test_no_other_try_begins_while_one_is_unknown(double):
    instalment = make_due(double)
    double.faults.add("reset before", "(GET|POST) .*")
    taking.collect(instalment.pk, NOON)
    Payment.objects.update(state="unknown")
    assert not taking.collect(instalment.pk, NOON + timedelta(days=2))
    assert not taking.due(NOON + timedelta(days=2)).exists()


def test_nothing_of_stripes_words_reaches_the_log(double, caplog):
    """Messages may name a card or a person; types are enough."""
    instalment = make_due(double)
    double.faults.add("500 before", MAKE)
    taking.collect(instalment.pk, NOON)
    written = caplog.text
    assert "APIError" in written and "Something broke" not in written
    assert "sk_test" not in written
