"""Money of a card goes back by Stripe: once, in any order, through every breakdown."""

from datetime import timedelta

import pytest
from django.utils import timezone

from donations.collecting import noticing, taking
from donations.going_back import sending
from donations.models import (
    BookRules,
    LedgerEntry,
    NotNow,
    NotRefundable,
    Payment,
    Refund,
)
from ijm.models import OutgoingMail
from tests.cast import hire
from tests.donations.cards import (
    NOON,
    at_stripe,
    begun,
    collected,
    make_due,
    tell,
)
from tests.make_donations import aud
from tests.stripe_double import cards, going_back, intents

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
SEND = "POST /v1/refunds"
SOON, LATER = timedelta(minutes=11), timedelta(hours=30)


def asked(payment: Payment, minor: int, by) -> Refund:
    return Refund.objects.ask(payment, aud(minor), "Sent twice", by)


def at_the_dashboard(double, payment: Payment, minor: int) -> dict:
    told = {"payment_intent": payment.processor_ref, "amount": str(minor)}
    return going_back.refund(double.books, told)


def lines() -> list[tuple[str, int]]:
    rows = LedgerEntry.objects.exclude(kind__in=["gift", "fee"]).order_by("pk")
    return list(rows.values_list("kind", "amount_minor"))


@pytest.mark.parametrize("minor", [3000, 1000])
def test_finance_asks_and_stripe_sends_it_whole_or_in_part(
    minor, double, finance_femi, signed_in
):
    payment = collected(double)
    client = signed_in(finance_femi)
    ask = f"/admin/donations/payment/{payment.pk}/amend/refund/"
    answers = {"amount": f"{minor // 100}", "reason": "Sent twice"}
    assert client.post(ask, answers).status_code == 302
    refund = Refund.objects.get()
    page = client.get(f"/admin/donations/refund/{refund.pk}/change/").content.decode()
    assert "It was sent" not in page and "Ask its processor" in page
    assert sending.send_refunds(NOON) == 1 and sending.send_refunds(NOON) == 0
    [made] = double.books.all("refund")
    refund.refresh_from_db()
    assert (made["amount"], refund.processor_ref) == (minor, made["id"])
    assert refund.state == "succeeded" and lines() == [("refund", -minor)]
    assert OutgoingMail.objects.filter(letter="refund-sent").count() == 1
    payment.refresh_from_db()
    assert payment.left == aud(3000 - minor)


@pytest.mark.parametrize(
    "kind", ["500 before", "500 after", "reset before", "reset after", "delay"]
)
def test_whatever_stripe_does_it_is_sent_once(kind, double, finance_femi):
    refund = asked(collected(double), 1000, finance_femi)
    double.faults.add(kind, SEND)
    for passed in (timedelta(), SOON, 2 * SOON, LATER):
        if passed == LATER:
            double.prune_keys()
        sending.send_refunds(NOON + passed)
    refund.refresh_from_db()
    assert refund.state == "succeeded" and len(double.books.all("refund")) == 1
    assert lines() == [("refund", -1000)]


def test_what_is_handed_over_is_not_called_off_any_more(double, finance_femi):
    refund = asked(collected(double), 1000, finance_femi)
    double.faults.add("reset after", SEND)
    sending.send_refunds(NOON)
    with pytest.raises(NotNow):
        refund.refuse(finance_femi, "No")
    sending.send_refunds(NOON + SOON)
    assert lines() == [("refund", -1000)]


def test_one_that_a_restored_database_has_forgotten_is_not_sent_again(
    double, finance_femi
):
    """It was sent after the backup was taken, and the key has been pruned since."""
    payment = collected(double)
    refund = asked(payment, 1000, finance_femi)
    key = {"refund": str(refund.idempotency_key)}
    told = {"payment_intent": payment.processor_ref, "amount": "1000"}
    going_back.refund(double.books, {**told, "metadata": key})
    sending.send_refunds(NOON)
    refund.refresh_from_db()
    assert refund.state == "succeeded" and len(double.books.all("refund")) == 1


def test_one_that_waits_for_a_second_person_is_not_sent(double, finance_femi):
    BookRules.objects.create(free_up_to_minor=999)
    refund = asked(collected(double), 1000, finance_femi)
    assert refund.is_to_approve and sending.send_refunds(NOON) == 0
    refund.approve(hire("admin_amina"), NOON)
    assert sending.send_refunds(NOON) == 1 and len(double.books.all("refund")) == 1


def test_what_stripe_refuses_has_failed_and_leaves_room(double, finance_femi):
    payment = collected(double)
    going_back.dispute(double.books, at_stripe(double, payment))
    refund = asked(payment, 1000, finance_femi)
    sending.send_refunds(NOON)
    refund.refresh_from_db()
    payment.refresh_from_db()
    assert (refund.state, refund.ended_reason) == ("failed", "charge_disputed")
    assert payment.left == aud(3000) and not lines()


def test_of_a_bank_account_it_takes_days_and_may_fail(double, finance_femi):
    payment = collected(double, cards.BANK_ACCOUNT)
    intents.settle(double.books, at_stripe(double, payment))
    tell(double)
    refunds = [asked(payment, 1000, finance_femi) for _each in range(2)]
    sending.send_refunds(NOON)
    assert not lines(), "nothing is in the books before it arrived"
    made = {each["metadata"]["refund"]: each for each in double.books.all("refund")}
    first, second = (made[str(each.idempotency_key)] for each in refunds)
    going_back.arrive(double.books, first)
    going_back.fail_refund(double.books, second)
    tell(double)
    assert lines() == [("refund", -1000)]
    assert [Refund.objects.get(pk=each.pk).state for each in refunds] == [
        "succeeded",
        "failed",
    ]
    payment.refresh_from_db()
    assert payment.left == aud(2000)


def test_one_that_was_sent_and_comes_back_is_undone_by_a_line(double, finance_femi):
    payment = collected(double)
    asked(payment, 1000, finance_femi)
    sending.send_refunds(NOON)
    going_back.fail_refund(double.books, double.books.all("refund")[0])
    tell(double)
    assert lines() == [("refund", -1000), ("correction", 1000)]
    payment.refresh_from_db()
    assert payment.left == aud(3000)


class TestMadeInStripesOwnPages:
    def test_it_ends_in_the_same_lines(self, double, finance_femi, signed_in):
        payment = collected(double)
        made = at_the_dashboard(double, payment, 1200)
        tell(double)
        refund = Refund.objects.get()
        assert (refund.processor_ref, refund.requested_by) == (made["id"], None)
        assert refund.state == "succeeded" and lines() == [("refund", -1200)]
        url = f"/admin/donations/refund/{refund.pk}/change/"
        assert signed_in(finance_femi).get(url).status_code == 200

    @pytest.mark.parametrize("seed", range(4))
    def test_in_any_order_and_twice_over(self, seed, double, finance_femi):
        payment = collected(double)
        refund = asked(payment, 1000, finance_femi)
        double.faults.add("reset after", SEND)
        sending.send_refunds(NOON)
        at_the_dashboard(double, payment, 500)
        tell(double, times=2, seed=seed)
        sending.send_refunds(NOON + SOON)
        refund.refresh_from_db()
        assert refund.state == "succeeded"
        assert sorted(lines()) == [("refund", -1000), ("refund", -500)]
        assert len(double.books.all("refund")) == 2

    def test_before_we_know_that_the_money_came(self, double):
        payment = begun(make_due(double))
        double.faults.add("reset after", "POST /v1/payment_intents/.*/confirm")
        taking.go_on(payment, NOON)
        payment.refresh_from_db()
        assert not payment.is_settled
        at_the_dashboard(double, payment, 3000)
        tell(double)
        payment.refresh_from_db()
        assert payment.is_settled and payment.left == aud(0)

    def test_it_overtakes_what_waits_here_for_people(self, double, finance_femi):
        payment = collected(double)
        waiting = asked(payment, 2000, finance_femi)
        at_the_dashboard(double, payment, 3000)
        tell(double)
        waiting.refresh_from_db()
        assert waiting.state == "refused" and lines() == [("refund", -3000)]
        with pytest.raises(NotRefundable):
            asked(payment, 1, finance_femi)

    def test_it_takes_the_room_of_one_that_never_arrived(self, double, finance_femi):
        """Ours claims the whole gift here; there it comes too late, and has failed."""
        payment = collected(double)
        refund = asked(payment, 3000, finance_femi)
        double.faults.add("reset before", SEND)
        sending.send_refunds(NOON)
        at_the_dashboard(double, payment, 500)
        tell(double)
        assert lines() == []
        sending.send_refunds(NOON + SOON)
        refund.refresh_from_db()
        assert (refund.state, refund.ended_reason) == ("failed", "amount_too_large")
        noticing.apply_notices(timezone.now() + timedelta(minutes=5))
        assert lines() == [("refund", -500)]

    def test_a_lost_notice_is_made_good_by_asking(
        self, double, finance_femi, signed_in
    ):
        payment = collected(double)
        at_the_dashboard(double, payment, 700)
        sync = f"/admin/donations/payment/{payment.pk}/amend/sync/"
        assert signed_in(finance_femi).post(sync).status_code == 302
        assert lines() == [("refund", -700)]
