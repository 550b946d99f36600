"""An instalment is collected from a card: once, into the books, or refused by rule.

Stripe is the double, spoken to by the official SDK over HTTP.
"""

import threading
import time
from datetime import date, timedelta

import pytest

from donations.collecting import recovering, taking
from donations.collecting.declines import RETRY_DAYS
from donations.models import LedgerEntry, Payment
from ijm.models import OutgoingMail
from tests.donations.cards import DUE, NOON, begun, make_due, raised
from tests.make_donations import at
from tests.stripe_double import cards, intents

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


def letters() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("letter", flat=True))


def test_a_due_gift_is_taken_once_and_is_in_the_books_with_its_fee(double):
    instalment = make_due(double)
    assert taking.collect(instalment.pk, NOON)
    assert not taking.collect(instalment.pk, NOON)
    payment = Payment.objects.get()
    assert (payment.state, payment.method) == ("succeeded", "card")
    assert payment.instalment.state == "paid"
    [charge] = double.books.captured()
    assert charge["amount"] == 3000 and charge["metadata"]["payment"] == str(payment.pk)
    lines = LedgerEntry.objects.values_list("kind", "amount_minor")
    assert sorted(lines) == [("fee", -82), ("gift", 3000)]
    assert letters() == []


def test_money_moves_only_after_its_number_is_committed(double):
    payment = begun(make_due(double))
    taking.go_on(payment, NOON)
    made, confirmed = double.faults.seen[:2]
    assert made == "POST /v1/payment_intents"
    assert confirmed == f"POST /v1/payment_intents/{payment.processor_ref}/confirm"


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({}, True),
        ({"state": "skipped"}, False),
        ({"next_attempt_on": None}, False),
        ({"next_attempt_on": DUE + timedelta(days=1)}, False),
        ({"next_attempt_on": DUE - timedelta(days=14)}, True),
        ({"next_attempt_on": DUE - timedelta(days=15)}, False),
    ],
)
def test_what_is_due(double, changed, wanted):
    instalment = make_due(double)
    instalment.change(**changed)
    assert taking.due(NOON).exists() is wanted


def test_nothing_is_taken_before_six_in_the_morning_where_the_pledge_lives(double):
    instalment = make_due(double)
    assert not taking.due(at(DUE, hour=5)).exists()
    assert taking.due(at(DUE, hour=6)).exists()
    instalment.pledge.change(tz="Europe/London")
    assert not taking.due(at(DUE, hour=12)).exists()


def test_a_pledge_that_rests_ended_or_has_no_card_is_not_asked(double):
    instalment = make_due(double)
    pledge = instalment.pledge
    for changed, back in (
        ({"state": "lapsed"}, {"state": "active"}),
        ({"stored_method": None}, {"stored_method": pledge.stored_method}),
    ):
        pledge.change(**changed)
        assert not taking.due(NOON).exists()
        pledge.change(**back)
    pledge.stored_method.end("lost_card", NOON)
    assert not taking.due(NOON).exists()


def test_of_several_months_only_the_oldest_is_asked_for(double):
    first = make_due(double, first=date(2026, 1, 20))
    second = raised(first.pledge, 2)
    second.change(next_attempt_on=DUE)
    assert list(taking.due(NOON)) == [first]
    begun(first)
    assert not taking.due(NOON).exists()


@pytest.mark.parametrize("verb", ["cancelled", "paused"])
def test_who_changes_their_mind_between_the_steps_is_not_charged(double, verb):
    payment = begun(make_due(double))
    pledge = payment.instalment.pledge
    if verb == "cancelled":
        pledge.cancel(NOON)
    else:
        pledge.pause(DUE + timedelta(days=40), NOON)
    taking.go_on(payment, NOON)
    assert payment.state == "abandoned" and not double.books.captured()
    assert payment.instalment.state in ("cancelled", "skipped")
    assert double.books.find(payment.processor_ref)["status"] == "canceled"


def test_a_soft_decline_is_tried_on_the_days_of_the_rule_and_then_given_up(double):
    instalment = make_due(double, cards.INSUFFICIENT)
    for days in (0, *RETRY_DAYS):
        day = DUE + timedelta(days=days)
        assert not taking.collect(instalment.pk, at(day - timedelta(days=1)))
        assert taking.collect(instalment.pk, at(day))
        instalment.refresh_from_db()
    assert (instalment.state, instalment.next_attempt_on) == ("lapsed", None)
    assert [each.failure_code for each in instalment.payments.all()] == [
        "insufficient_funds"
    ] * 5
    keys = {each.idempotency_key for each in instalment.payments.all()}
    assert len(keys) == 5
    assert letters() == ["gift-refused", "gift-given-up"]
    assert instalment.pledge.is_active


def test_a_retry_that_succeeds_moves_no_date(double):
    instalment = make_due(double, cards.INSUFFICIENT)
    taking.collect(instalment.pk, NOON)
    instalment.refresh_from_db()
    assert instalment.next_attempt_on == DUE + timedelta(days=1)
    double.books.numbers[instalment.pledge.stored_method.processor_ref] = cards.GOOD
    taking.collect(instalment.pk, at(DUE + timedelta(days=1)))
    instalment.refresh_from_db()
    assert (instalment.state, instalment.due_on) == ("paid", DUE)


def test_a_late_try_skips_the_days_gone_by(double):
    instalment = make_due(double, cards.INSUFFICIENT)
    taking.collect(instalment.pk, NOON)
    taking.collect(instalment.pk, at(DUE + timedelta(days=5)))
    instalment.refresh_from_db()
    assert instalment.next_attempt_on == DUE + timedelta(days=7)


@pytest.mark.parametrize("card", [cards.LOST, cards.STOLEN, cards.EXPIRED])
def test_a_card_that_will_never_pay_is_not_tried_again(double, card):
    instalment = make_due(double, card)
    taking.collect(instalment.pk, NOON)
    pledge = instalment.pledge
    pledge.refresh_from_db()
    pledge.stored_method.refresh_from_db()
    assert pledge.state == "lapsed" and not pledge.stored_method.is_usable
    assert letters() == ["card-stopped"]
    assert not taking.due(NOON + timedelta(days=1)).exists()


def test_a_revoked_mandate_is_a_cancellation_without_a_letter(double):
    instalment = make_due(double, cards.REVOKED)
    taking.collect(instalment.pk, NOON)
    instalment.pledge.refresh_from_db()
    assert instalment.pledge.ended_reason == "mandate revoked"
    instalment.refresh_from_db()
    assert instalment.state == "cancelled" and letters() == []


def test_a_bank_debit_settles_days_later_and_is_tried_once(double):
    good = make_due(double, cards.BANK_ACCOUNT)
    empty = make_due(double, cards.EMPTY_ACCOUNT)
    for instalment in (good, empty):
        taking.collect(instalment.pk, NOON)
        payment = instalment.payments.get()
        assert payment.state == "processing"
        instalment.refresh_from_db()
        assert instalment.state == "collecting"
        intents.settle(double.books, double.books.find(payment.processor_ref))
        recovering.bring_on(payment, NOON + timedelta(days=4))
    for instalment in (good, empty):
        instalment.refresh_from_db()
    assert (good.state, empty.state) == ("paid", "lapsed")
    assert good.payments.get().method == "debit"


def test_a_bank_that_wants_the_donor_is_no_retry_but_a_letter(double):
    instalment = make_due(double, cards.ASKS_ALWAYS)
    taking.collect(instalment.pk, NOON)
    payment = instalment.payments.get()
    assert payment.state == "requires_action" and letters() == ["gift-needs-you"]
    recovering.bring_on(payment, NOON + timedelta(days=13))
    assert payment.state == "requires_action"
    recovering.bring_on(payment, NOON + timedelta(days=15))
    instalment.refresh_from_db()
    assert (payment.state, instalment.state) == ("abandoned", "lapsed")
    assert double.books.find(payment.processor_ref)["status"] == "canceled"


def test_a_clone_collects_nothing(double, settings):
    make_due(double)
    settings.INSTALLATION_ID = "elsewhere"
    assert taking.collect_slice(NOON) == 0 == recovering.recover(NOON)
    assert not Payment.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_so_many_calls_are_with_the_processor_and_no_more(
    charity, double, settings, monkeypatch
):
    settings.COLLECT_AT_ONCE = 2
    for _each in range(6):
        make_due(double)
    lock, there, most, answer = threading.Lock(), [0], [0], double.answer

    def slowly(*asked):
        with lock:
            there[0] += 1
            most[0] = max(most[0], there[0])
        time.sleep(0.05)
        with lock:
            there[0] -= 1
        return answer(*asked)

    monkeypatch.setattr(double, "answer", slowly)
    assert taking.collect_slice(NOON) == 6
    assert most == [2] and LedgerEntry.objects.filter(kind="gift").count() == 6
