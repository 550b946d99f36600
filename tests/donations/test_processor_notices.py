"""What Stripe reports: signed, kept once, looked up; in any order, however often."""

import random
from datetime import timedelta

import pytest
from django.test import Client

from donations.collecting import noticing, taking
from donations.models import LedgerEntry, Payment, ProcessorNotice
from tests.donations.cards import NOON, begun, make_due
from tests.make_donations import at
from tests.stripe_double import cards, intents

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
ADDRESS = "/donations/notices/stripe/"


def send(notice) -> int:
    return (
        Client()
        .post(
            ADDRESS,
            notice.body,
            content_type="application/json",
            headers=notice.headers,
        )
        .status_code
    )


def taken(double, card: str = cards.GOOD) -> Payment:
    """At Stripe the money is taken; we died before T3."""
    payment = begun(make_due(double, card))
    made = double.books.find(_number(payment))
    taking.submit(payment, made["id"], NOON)
    double.books.things[made["id"]] |= intents.confirm(double.books, made, {})
    return payment


def _number(payment: Payment) -> str:
    from donations import processors

    return processors.named("stripe").prepare(payment).processor_ref


def test_a_notice_is_kept_once_and_what_it_is_about_looked_up(double):
    payment = taken(double)
    for notice in double.post.waiting() * 3:
        assert send(notice) == 200
    assert ProcessorNotice.objects.count() == 3  # made, charged, succeeded
    assert noticing.apply_notices(at_now()) == 3
    payment.refresh_from_db()
    assert payment.is_settled
    assert LedgerEntry.objects.filter(kind="gift").count() == 1


def test_one_that_breaks_stops_none_behind_it_and_is_for_people(double, monkeypatch):
    payment = taken(double)
    for notice in double.post.waiting():
        send(notice)
    first = ProcessorNotice.objects.order_by("received_at", "pk").first()
    as_it_is = noticing.apply_notice

    def breaks_at_the_first(notice, now):
        if notice.pk == first.pk:
            raise ValueError
        return as_it_is(notice, now)

    monkeypatch.setattr(noticing, "apply_notice", breaks_at_the_first)
    assert noticing.apply_notices(at_now()) == 2
    payment.refresh_from_db()
    assert payment.is_settled
    noticing.apply_notices(at_now() + timedelta(days=2))
    assert ProcessorNotice.objects.of_nobody().get() == first


@pytest.mark.parametrize("seed", range(5))
def test_in_any_order_and_twice_over_the_end_is_the_same(double, seed):
    payment = taken(double, cards.BANK_ACCOUNT)
    intents.settle(double.books, double.books.find(payment.processor_ref))
    notices = double.post.waiting() * 2
    random.Random(seed).shuffle(notices)
    for notice in notices:
        assert send(notice) == 200
        noticing.apply_notices(at_now())
    payment.refresh_from_db()
    assert payment.state == "succeeded"


def test_what_a_notice_says_is_not_believed(double):
    """Signed and true once, and no longer: the object itself decides."""
    payment = begun(make_due(double))
    taking.submit(payment, _number(payment), NOON)
    [made] = double.post.waiting()
    lie = {**made.event, "id": "evt_lie", "type": "payment_intent.succeeded"}
    assert send(double.post.notice(lie)) == 200
    noticing.apply_notices(at_now())
    payment.refresh_from_db()
    assert payment.state == "submitted" and not LedgerEntry.objects.exists()


def test_what_is_not_from_stripe_is_refused(double):
    taken(double)
    good = double.post.waiting()[0]
    forged = double.post.notice(good.event, secret="whsec_somebody_else")
    old = double.post.notice(good.event, at=at_now().timestamp() - 3600)
    other_mode = double.post.notice({**good.event, "livemode": True})
    for notice in (forged, old, other_mode):
        assert send(notice) == 400
    unsigned = Client().post(ADDRESS, good.body, content_type="application/json")
    assert unsigned.status_code == 400
    assert Client().get(ADDRESS).status_code == 405
    assert not ProcessorNotice.objects.exists()


def test_without_a_secret_there_is_no_such_address(double, settings):
    taken(double)
    settings.STRIPE_WEBHOOK_SECRET = ""
    assert send(double.post.waiting()[0]) == 404


def test_a_notice_of_something_unknown_waits_a_day_and_then_for_people(double):
    payment = begun(make_due(double))
    number = _number(payment)
    assert send(double.post.waiting()[0]) == 200
    notice, now = ProcessorNotice.objects.get(), at_now()
    assert noticing.apply_notices(now) == 0
    notice.refresh_from_db()
    assert notice.tries == 1 and notice.look_again_at > now
    taking.submit(payment, number, NOON)
    assert noticing.apply_notices(now + timedelta(minutes=1)) == 1
    stranger = ProcessorNotice.objects.create(
        processor="stripe", number="evt_x", kind="charge.succeeded", about="pi_x"
    )
    noticing.apply_notices(now + timedelta(days=2))
    stranger.refresh_from_db()
    assert stranger.result == "unknown"
    noticing.replay(stranger, now)
    assert stranger.applied_at is None


def test_a_stripe_that_does_not_answer_is_asked_again(double):
    payment = taken(double)
    assert send(double.post.waiting("payment_intent.succeeded")[0]) == 200
    double.faults.add("reset before", "GET /v1/payment_intents/.*")
    now = at_now()
    assert noticing.apply_notices(now) == 0
    assert noticing.apply_notices(now + timedelta(minutes=1)) == 1
    payment.refresh_from_db()
    assert payment.is_settled


def test_money_for_an_instalment_paid_otherwise_is_a_gift_beside_it(double):
    """A try that failed for us succeeds late; meanwhile the next one was paid."""
    instalment = make_due(double, cards.INSUFFICIENT)
    taking.collect(instalment.pk, NOON)
    late = instalment.payments.get()
    double.books.numbers[late.stored_method.processor_ref] = cards.GOOD
    taking.collect(instalment.pk, at(NOON.date() + timedelta(days=1)))
    intent = double.books.find(late.processor_ref)
    intents.confirm(
        double.books, intent, {"payment_method": late.stored_method.processor_ref}
    )
    noticing.keep("stripe", notice_about(late), at_now())
    noticing.apply_notices(at_now())
    late.refresh_from_db()
    assert late.is_settled and late.instalment is None and late.note == "late"
    assert LedgerEntry.objects.filter(kind="gift").count() == 2


def notice_about(payment: Payment):
    from donations.processors.base import Notice

    return Notice("evt_late", "payment_intent.succeeded", payment.processor_ref or "")


def at_now():
    from django.utils import timezone

    return timezone.now()
