"""Sending money back: who may, how much, and what the books and the donor see."""

from datetime import date

import pytest
import time_machine

from donations.admin.book_rules import ACCOUNTS
from donations.models import (
    BookRules,
    LedgerEntry,
    NotNow,
    NotRefundable,
    NotThisPerson,
    Refund,
)
from ijm.money import CurrencyMismatch, Money
from tests.cast import hire
from tests.make_donations import at, aud, make_gift, make_payment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
ON = date(2026, 1, 25)


@pytest.fixture
def other(db):
    return hire("admin_amina")


def asked(payment, minor: int, by) -> Refund:
    return Refund.objects.ask(payment, aud(minor), "Sent twice", by)


def balance() -> int:
    return sum(LedgerEntry.objects.values_list("amount_minor", flat=True))


def test_a_small_one_needs_nobody_else_a_large_one_does(finance_femi):
    BookRules.objects.create(free_up_to_minor=2000)
    payment = make_gift(9000)
    assert asked(payment, 2000, finance_femi).is_to_send
    assert asked(payment, 2001, finance_femi).is_to_approve


def test_in_another_currency_than_the_rule_it_takes_two(finance_femi):
    payment = make_gift(9000, currency="NZD")
    refund = Refund.objects.ask(payment, Money(1, "NZD"), "Sent twice", finance_femi)
    assert refund.is_to_approve
    with pytest.raises(CurrencyMismatch):
        asked(payment, 1, finance_femi)


def test_who_asked_cannot_agree(finance_femi, other):
    refund = asked(make_gift(20000), 15000, finance_femi)
    with pytest.raises(NotThisPerson):
        refund.approve(finance_femi, at(ON))
    refund.approve(other, at(ON))
    assert refund.is_to_send


def test_nothing_is_in_the_books_until_it_was_sent(finance_femi):
    payment = make_gift(5000)
    refund = asked(payment, 2000, finance_femi)
    assert balance() == 5000
    entry = refund.pay(ON, "BANK-77")
    assert (entry.kind, entry.amount_minor, entry.effective_on) == ("refund", -2000, ON)
    assert balance() == 3000 == payment.left.minor
    with pytest.raises(NotNow):
        refund.pay(ON, "BANK-78")


def test_what_came_back_is_undone_by_a_line_of_its_own(finance_femi):
    payment = make_gift(5000)
    refund = asked(payment, 2000, finance_femi)
    refund.pay(ON, "BANK-77")
    refund.fail(finance_femi, "Account closed", date(2026, 1, 28))
    payment.refresh_from_db()
    assert balance() == 5000 == payment.left.minor
    correction = LedgerEntry.objects.get(kind="correction")
    assert correction.reverses.source_key == f"refund:{refund.pk}"
    assert asked(payment, 5000, finance_femi).is_to_send


def test_what_cannot_be_refunded(finance_femi):
    payment = make_gift(5000)
    with pytest.raises(NotRefundable):
        asked(payment, 5001, finance_femi)
    with pytest.raises(NotRefundable):
        asked(make_payment(payment.donor, idempotency_key="x"), 1, finance_femi)


def test_its_instalment_stays_paid():
    from tests.make_donations import make_running_pledge, states_of

    pledge = make_running_pledge()
    payment = make_payment(
        pledge.donor, instalment=pledge.instalments.get(seq=1), amount_minor=3000
    )
    payment.settle(ON)
    asked(payment, 3000, hire("finance_femi")).pay(ON, "BANK-1")
    assert states_of(pledge) == ["paid", "scheduled"]


def test_the_donor_sees_it_when_it_was_sent(finance_femi, amara, as_donor):
    refund = asked(make_gift(5000, donor=amara), 2000, finance_femi)
    client = as_donor(amara)
    assert "sent back" not in client.get("/donor/giving/").content.decode()
    refund.pay(ON, "BANK-77")
    assert "$20 sent back" in client.get("/donor/giving/").content.decode()


class TestAtTheDesk:
    def verb(self, row, noun: str) -> str:
        return f"/admin/donations/{row._meta.model_name}/{row.pk}/amend/{noun}/"

    def test_from_the_question_to_the_bank(self, finance_femi, other, signed_in):
        payment = make_gift(50000)
        femi, amina = signed_in(finance_femi), signed_in(other)
        ask = self.verb(payment, "refund")
        page = femi.get(ask).content.decode()
        assert "At most $500" in page
        answer = femi.post(ask, {"amount": "120.50", "reason": "Sent twice"})
        assert answer.status_code == 302
        refund = Refund.objects.get()
        assert "refunds that wait for a second person" in (
            amina.get("/admin/").content.decode()
        )
        own = femi.post(self.verb(refund, "approval"))
        assert own.status_code == 422
        assert "Somebody else must agree" in own.content.decode()
        assert amina.post(self.verb(refund, "approval")).status_code == 302
        sent = {"paid_on": "2026-01-25", "processor_ref": "BANK-9"}
        with time_machine.travel(at(date(2026, 1, 26))):
            assert femi.post(self.verb(refund, "payment"), sent).status_code == 302
        refund.refresh_from_db()
        assert (refund.state, refund.approved_by) == ("succeeded", other)
        seen = femi.get(f"/admin/donations/payment/{payment.pk}/change/")
        assert "$379.50" in seen.content.decode()

    @pytest.mark.parametrize(
        ("answers", "sentence"),
        [
            ({"amount": "500.01", "reason": "x"}, "No more than $500"),
            ({"amount": "12,50", "reason": "x"}, "Enter an amount in numbers"),
            ({"amount": "10"}, "Say why"),
        ],
    )
    def test_a_wrong_question_says_why(
        self, answers, sentence, finance_femi, signed_in
    ):
        payment = make_gift(50000)
        page = signed_in(finance_femi).post(self.verb(payment, "refund"), answers)
        assert page.status_code == 422 and sentence in page.content.decode()
        assert not Refund.objects.exists()

    def test_a_transfer_is_not_said_twice_nor_to_come(self, finance_femi, signed_in):
        payment, client = make_gift(5000), signed_in(finance_femi)
        first, second = (asked(payment, 100, finance_femi) for _each in range(2))
        first.pay(ON, "BANK-1")
        url = self.verb(second, "payment")
        sent = {"paid_on": "2026-01-25", "processor_ref": "BANK-1"}
        assert "used for another" in client.post(url, sent).content.decode()
        sent = {"paid_on": "2999-01-01", "processor_ref": "BANK-2"}
        assert "not come yet" in client.post(url, sent).content.decode()

    def test_refusing_takes_a_reason_and_ends_it(self, finance_femi, other, signed_in):
        refund = asked(make_gift(20000), 15000, finance_femi)
        client, url = signed_in(other), self.verb(refund, "refusal")
        assert client.post(url).status_code == 422
        assert client.post(url, {"reason": "Not a mistake"}).status_code == 302
        refund.refresh_from_db()
        assert (refund.state, refund.ended_by) == ("refused", other)
        again = client.get(self.verb(refund, "approval"), follow=True)
        assert "cannot be done here any more" in again.content.decode()

    def test_the_rule_is_the_administrators(self, finance_femi, other, signed_in):
        url = "/admin/donations/bookrules/add/"
        accounts = dict.fromkeys(ACCOUNTS, "1000")
        rule = {"typed": "", "currency": "AUD", **accounts}
        assert signed_in(finance_femi).post(url, rule).status_code == 403
        assert signed_in(other).post(url, rule).status_code == 302
        assert BookRules.current().free_up_to_minor == 0
