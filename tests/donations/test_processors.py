"""The contract of `donations.processors.base`: one suite that every processor passes.

Stripe is the double behind the official SDK. What a processor does not offer it says
in a sentence; what it offers it does as the contract says.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from donations import processors
from donations.models import Checkout, LedgerEntry, Payment
from donations.processors.base import (
    Beginning,
    Notice,
    NoticeRefused,
    NotOffered,
    NotPrepared,
)
from ijm import dates
from ijm.money import Money
from tests.donations.cards import make_method
from tests.make_donations import an_intention, make_donor, make_payment, make_pledge
from tests.stripe_double import cards, sessions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity", "double")]
NAMES = ("offline", "pretend", "stripe")
COLLECTS = ("pretend", "stripe")
TODAY = date(2026, 1, 31)


@pytest.fixture
def to_collect(double) -> Callable[..., Payment]:
    """A payment as T1 leaves it: by amount for `pretend`, by card for `stripe`."""

    def make(name: str, what: str = "good") -> Payment:
        minor = {"good": 3000, "declined": 3013, "asks": 3014}[what]
        card = {"good": cards.GOOD, "declined": cards.DECLINED}
        method = (
            make_method(double, card.get(what, cards.ASKS_ALWAYS))
            if name == "stripe"
            else None
        )
        return make_payment(processor=name, amount_minor=minor, stored_method=method)

    return make


def prepared(payment: Payment) -> Payment:
    """T2 as the caller does it."""
    outcome = processors.named(payment.processor).prepare(payment)
    assert outcome.state == "submitted"
    payment.change(
        processor_ref=outcome.processor_ref, state="submitted", asked_at=timezone.now()
    )
    return payment


@pytest.mark.parametrize("name", NAMES)
def test_beginning_moves_nothing_and_writes_nothing(name):
    pledge, payment = make_pledge(), make_payment(reference="GV-000000-0")
    processor = processors.named(name)
    for what in (pledge, payment):
        beginning = processor.begin(what)
        assert isinstance(beginning, Beginning) and processor.name == name
        assert beginning.reference == what.reference
    assert not LedgerEntry.objects.exists()


def test_what_is_not_offered_is_said_in_a_sentence():
    payment, pledge, checkout = make_payment(), make_pledge(), a_checkout("offline")
    for name in NAMES:
        processor: Any = processors.named(name)
        for asked in (
            lambda p: p.prepare(payment),
            lambda p: p.collect(payment, TODAY),
            lambda p: p.look_up(payment),
            lambda p: p.call_off(payment),
            lambda p: p.meet(payment, "http://localhost/back"),
            lambda p: p.refund(payment, payment.amount, "k"),
            lambda p: p.gone_back(payment),
            lambda p: p.update_method(pledge, "http://localhost/back"),
            lambda p: p.method_from("nothing"),
            lambda p: p.open_checkout(checkout, "http://localhost/back"),
            lambda p: p.checked_out(checkout),
            lambda p: p.close_checkout(checkout),
            lambda p: p.checkout_of("nothing"),
            lambda p: p.read_notice(b"", {}),
            lambda p: list(p.reconcile(TODAY)),
            lambda p: list(p.payouts(TODAY)),
            lambda p: list(p.lines_of("po_of_nobody")),
            lambda p: p.method_now("pm_of_nobody"),
            lambda p: p.old_plan("cus_of_nobody", ""),
        ):
            try:
                asked(processor)
            except NotOffered as answer:
                assert str(answer.message).endswith(".")
            except (NotPrepared, NoticeRefused):
                pass


@pytest.mark.parametrize("name", COLLECTS)
def test_preparing_twice_makes_one_thing_and_moves_no_money(name, to_collect, double):
    payment, processor = to_collect(name), processors.named(name)
    first = processor.prepare(payment)
    assert first.state == "submitted" and first.processor_ref
    assert processor.prepare(payment) == first
    assert not double.books.captured()
    for intent in double.books.all("payment_intent"):
        assert intent["capture_method"] == "automatic"  # else its fee comes later
    payment.refresh_from_db()
    assert payment.processor_ref is None and payment.state == "created"


@pytest.mark.parametrize("name", COLLECTS)
def test_nothing_is_collected_that_has_no_number(name, to_collect, double):
    with pytest.raises(NotPrepared):
        processors.named(name).collect(to_collect(name), TODAY)
    assert not double.books.captured()


@pytest.mark.parametrize("name", COLLECTS)
@pytest.mark.parametrize(
    ("what", "state"),
    [("good", "succeeded"), ("declined", "failed"), ("asks", "requires_action")],
)
def test_collecting_again_changes_nothing_and_writes_no_row(
    name, what, state, to_collect, double
):
    payment, processor = prepared(to_collect(name, what)), processors.named(name)
    today = dates.today()
    first = processor.collect(payment, today)
    assert first.state == state
    assert (first.amount, first.received_on) == (
        (payment.amount, today) if state == "succeeded" else (None, None)
    )
    assert processor.collect(payment, today) == first
    assert processor.look_up(payment) == first
    assert len(double.books.captured()) <= 1
    payment.refresh_from_db()
    assert payment.state == "submitted" and not LedgerEntry.objects.exists()


@pytest.mark.parametrize("name", COLLECTS)
def test_what_is_called_off_takes_nothing(name, to_collect, double):
    payment = prepared(to_collect(name))
    assert processors.named(name).call_off(payment).state == "abandoned"
    assert not double.books.captured()


def test_it_is_too_late_to_call_off_what_was_taken(to_collect):
    payment, processor = prepared(to_collect("stripe")), processors.named("stripe")
    processor.collect(payment, TODAY)
    assert processor.call_off(payment).state == "succeeded"


@pytest.mark.parametrize("name", COLLECTS)
def test_a_refund_goes_back_once_for_each_key(name, to_collect, double):
    payment, processor = prepared(to_collect(name)), processors.named(name)
    processor.collect(payment, TODAY)
    back = Money(1000, "AUD")
    first = processor.refund(payment, back, "a")
    assert first.state == "succeeded" and processor.refund(payment, back, "a") == first
    assert (first.amount, first.key) == (back, "a")
    if name == "stripe":
        assert processor.gone_back(payment).refunds == (first,)
        assert [each["amount"] for each in double.books.all("refund")] == [1000]
        assert processor.refund(payment, Money(2500, "AUD"), "b").state == "failed"


@pytest.mark.parametrize("name", COLLECTS)
def test_a_notice_says_what_changed_and_a_forged_one_nothing(name, to_collect, double):
    processor = processors.named(name)
    body, headers = b"pretend:7", {}
    if name == "stripe":
        processor.prepare(to_collect(name))
        [sent] = double.post.waiting()
        body, headers = sent.body, sent.headers
    notice = processor.read_notice(body, headers)
    assert isinstance(notice, Notice) and notice.about
    with pytest.raises(NoticeRefused):
        processor.read_notice(b"{}", headers)


@pytest.mark.parametrize("name", COLLECTS)
def test_a_method_is_given_at_the_processors_own_page(name, double):
    pledge, processor = make_pledge(), processors.named(name)
    url = processor.update_method(pledge, "http://localhost/back").url
    visit = url.rpartition("=" if name == "pretend" else "/")[2]
    if name == "stripe":
        assert url.startswith(double.url) and processor.method_from(visit) is None
        sessions.pay(double.books, double.books.find(visit), cards.GOOD)
    given = processor.method_from(visit)
    assert given.pledge == str(pledge.pk) and given.processor_ref
    assert processor.method_from(visit) == given


def a_checkout(name: str, **gift: Any) -> Checkout:
    return Checkout.objects.begin(
        key=name,
        body_digest=bytes(32),
        typed=an_intention(by=name, **gift).columns,
        processor=name,
        expires_at=timezone.now() + timedelta(hours=3),
    )


@pytest.mark.parametrize("name", COLLECTS)
@pytest.mark.parametrize("frequency", ["once", "monthly"])
def test_a_gift_is_paid_at_the_processors_own_page(name, frequency, double):
    checkout, processor = a_checkout(name, frequency=frequency), processors.named(name)
    page = processor.open_checkout(checkout, "http://localhost/back")
    assert page.number and page.url and not double.books.captured()
    checkout.change(processor_ref=page.number)
    if name == "stripe":
        nothing = processor.checked_out(checkout)
        assert (nothing.outcome, nothing.is_over) == (None, False)
        sessions.pay(double.books, double.books.find(page.number), cards.GOOD)
    done = processor.checked_out(checkout)
    assert done.outcome.state == "succeeded" and done.outcome.amount == Money(
        3000, "AUD"
    )
    assert done.amount == checkout.gift.amount
    processor.close_checkout(checkout)  # it is over: nothing becomes of that
    assert processor.checked_out(checkout) == done
    assert processor.checkout_of(done.outcome.processor_ref) == str(checkout.pk)
    if frequency == "monthly":
        assert done.method.processor_ref
    assert not LedgerEntry.objects.exists() and not Payment.objects.exists()


@pytest.mark.parametrize("name", COLLECTS)
def test_books_name_each_gift_once_and_whose_it_is(name, to_collect):
    payment, processor = prepared(to_collect(name)), processors.named(name)
    outcome = processor.collect(payment, dates.today())
    payment.settle(outcome.received_on)
    [line] = processor.reconcile(outcome.received_on)
    assert (line.kind, line.own) == ("charge", payment.amount)
    assert line.payment_ref == payment.processor_ref
    if name == "stripe":
        assert line.fee == outcome.fee
        assert not list(processor.reconcile(outcome.received_on, after=line.number))


@pytest.mark.parametrize("name", COLLECTS)
def test_a_stored_method_is_known_by_its_number_and_a_strangers_is_not(name, double):
    number = make_method(double).processor_ref if name == "stripe" else "pretend-1"
    processor = processors.named(name)
    found = processor.method_now(number)
    assert found and (found.processor_ref, found.why_not) == (number, "")
    if name == "stripe":
        assert processor.method_now("pm_of_nobody") is None
        assert processor.old_plan("cus_of_nobody", "").running


def test_offline_prints_the_bank_details_and_the_reference():
    pledge = make_pledge()
    lines = dict(processors.named("offline").begin(pledge).lines)
    assert lines["BSB"] == "000-000" and lines["Reference"] == pledge.reference


def test_pretend_reads_its_own_books():
    payment = make_payment(processor="pretend")
    payment.settle(TODAY)
    moves = processors.named("pretend").reconcile(TODAY)
    assert [move.amount for move in moves] == [Money(5000, "AUD")]


def test_without_a_key_cards_are_not_offered_and_stay_readable(settings, double):
    settings.STRIPE_SECRET_KEY = ""
    payment = make_payment(
        processor="stripe", stored_method=make_method(double, donor=make_donor())
    )
    cards_here = processors.named("stripe")
    assert dict(cards_here.begin(payment).lines) == {"Paid by": "Visa ···· 4242"}
    with pytest.raises(NotOffered):
        cards_here.prepare(payment)
