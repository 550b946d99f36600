"""A bank takes a card's gift back: Stripe reports each step, the books follow it."""

import pytest

from donations.collecting import taking
from donations.models import Dispute, LedgerEntry, Pledge
from tests.donations.cards import NOON, at_stripe, collected, tell
from tests.make_donations import aud
from tests.stripe_double import cards, going_back, intents

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
FEE = going_back.DISPUTE_FEE


def lines() -> list[tuple[str, int]]:
    """Without the gift and what Stripe kept of it."""
    rows = LedgerEntry.objects.exclude(source_key__startswith="payment:")
    return list(rows.order_by("pk").values_list("kind", "amount_minor"))


@pytest.fixture
def disputed(double):
    payment = collected(double)
    dispute = going_back.dispute(double.books, at_stripe(double, payment))
    return payment, dispute


def test_it_takes_money_and_fee_and_the_pledge_rests(double, disputed):
    payment, made = disputed
    tell(double, times=2, seed=3)
    dispute = Dispute.objects.get()
    assert (dispute.state, dispute.processor_ref) == ("open", made["id"])
    assert dispute.recorded_by is None and dispute.answer_by is not None
    assert sorted(lines()) == [("dispute_out", -3000), ("fee", -FEE)]
    payment.refresh_from_db()
    assert payment.left == aud(0) and dispute.fee == aud(FEE)
    pledge = payment.instalment.pledge
    assert pledge.state == Pledge.LAPSED and not pledge.stored_method.is_usable
    assert not taking.due(NOON).exists()


def test_finance_has_it_in_a_list(double, disputed, finance_femi, signed_in):
    tell(double)
    client = signed_in(finance_femi)
    assert "undecided" in client.get("/admin/").content.decode()
    waiting = client.get("/admin/donations/dispute/?waits=decision")
    assert waiting.context["cl"].result_count == 1


@pytest.mark.parametrize(("won", "state"), [(True, "won"), (False, "lost")])
def test_its_end(won, state, double, disputed):
    tell(double)
    going_back.decide(double.books, disputed[1], won)
    tell(double, times=2, seed=1)
    assert Dispute.objects.get().state == state
    back = [("dispute_in", 3000)] if won else []
    assert sorted(lines()) == sorted([("dispute_out", -3000), ("fee", -FEE), *back])


def test_only_its_end_was_heard_of(double, disputed):
    """Every notice but the last was lost: the books are the same."""
    going_back.decide(double.books, disputed[1], won=True)
    double.post.sent = len(double.books.events) - 1
    tell(double)
    assert Dispute.objects.get().state == "won"
    assert sum(minor for _kind, minor in lines()) == -FEE


def test_lost_and_then_reinstated(double, disputed):
    going_back.decide(double.books, disputed[1], won=False)
    tell(double)
    going_back.decide(double.books, disputed[1], won=True)
    tell(double)
    assert Dispute.objects.get().state == "won" and lines()[-1] == ("dispute_in", 3000)


def test_a_question_moves_nothing_until_the_bank_takes_it(double):
    payment = collected(double)
    made = going_back.dispute(double.books, at_stripe(double, payment), inquiry=True)
    tell(double)
    assert Dispute.objects.get().is_inquiry and not lines()
    payment.instalment.pledge.refresh_from_db()
    assert payment.instalment.pledge.state == Pledge.LAPSED
    going_back.take(double.books, made)
    tell(double)
    assert Dispute.objects.get().state == "open"
    assert sorted(lines()) == [("dispute_out", -3000), ("fee", -FEE)]


def test_a_question_that_nothing_came_of(double):
    payment = collected(double)
    made = going_back.dispute(double.books, at_stripe(double, payment), inquiry=True)
    going_back.decide(double.books, made, won=True)
    tell(double)
    assert Dispute.objects.get().state == "withdrawn" and not lines()


def test_what_staff_wrote_down_first_is_the_same_dispute(double, disputed):
    payment, made = disputed
    Dispute.objects.begin(payment, aud(3000), NOON.date(), fee_minor=FEE)
    tell(double)
    dispute = Dispute.objects.get()
    assert dispute.processor_ref == made["id"]
    assert sorted(lines()) == [("dispute_out", -3000), ("fee", -FEE)]


def test_after_a_part_went_back_only_the_rest_is_taken(double):
    payment = collected(double)
    told = {"payment_intent": payment.processor_ref, "amount": "1000"}
    going_back.refund(double.books, told)
    going_back.dispute(double.books, at_stripe(double, payment))
    tell(double)
    assert ("dispute_out", -2000) in lines()


class TestABankDebitThatSettlesDaysLater:
    def collected(self, double, card: str = cards.BANK_ACCOUNT):
        payment = collected(double, card)
        assert payment.state == "processing" and not LedgerEntry.objects.exists()
        return payment

    def test_it_is_in_the_books_when_it_arrived(self, double, as_donor):
        payment = self.collected(double)
        page = as_donor(payment.donor).get("/donor/giving/").content.decode()
        assert "being processed" in page
        assert payment.instalment.state == "collecting"
        intents.settle(double.books, at_stripe(double, payment))
        tell(double)
        payment.refresh_from_db()
        assert payment.is_settled and payment.method == "debit"
        assert LedgerEntry.objects.filter(kind="gift").count() == 1

    def test_it_fails_after_days_and_is_not_tried_again(self, double):
        payment = self.collected(double, cards.EMPTY_ACCOUNT)
        intents.settle(double.books, at_stripe(double, payment))
        tell(double, times=2)
        payment.refresh_from_db()
        assert payment.state == "failed" and not LedgerEntry.objects.exists()
        assert payment.instalment.state == "lapsed"

    def test_a_bank_takes_it_back_after_it_had_settled(self, double):
        payment = self.collected(double)
        intents.settle(double.books, at_stripe(double, payment))
        going_back.dispute(double.books, at_stripe(double, payment))
        tell(double, seed=5)
        payment.refresh_from_db()
        assert payment.is_settled and payment.left == aud(0)
