"""Finance writes down what came: the payment, its instalment and the ledger agree."""

from datetime import date

import pytest

from donations import recording
from donations.models import LedgerEntry, NotSettleable, Payment
from donations.models.instalment import NotSettleable as InstalmentNotSettleable
from donations.models.payment import mint_gift_reference
from donations.recording import Arrival, NothingFound
from donations.reference import written
from ijm.money import Money
from tests.make_donations import (
    make_fund,
    make_payment,
    make_running_pledge,
    states_of,
)

pytestmark = pytest.mark.django_db
RECORD = "/admin/donations/payment/record/"


def came(minor: int = 3000, key: str = "form-1") -> Arrival:
    return Arrival(Money(minor, "AUD"), date(2026, 1, 31), "transfer", key)


def test_money_for_an_instalment_is_paid_and_in_the_ledger():
    pledge = make_running_pledge()
    found = recording.find(pledge.reference.lower().replace("-", " "))
    payment = recording.record(found, came(), found.instalments[0])
    entry = LedgerEntry.objects.get()
    assert states_of(pledge) == ["paid", "scheduled"]
    assert (payment.state, payment.received_on) == ("succeeded", date(2026, 1, 31))
    assert (entry.kind, entry.amount, entry.payment) == (
        "gift",
        payment.amount,
        payment,
    )


def test_a_promised_gift_takes_the_amount_that_came():
    gift = make_payment(reference=mint_gift_reference())
    recording.record(recording.find(gift.reference), came(4000), None)
    gift.refresh_from_db()
    assert (gift.is_settled, gift.amount_minor) == (True, 4000)
    assert LedgerEntry.objects.get().amount_minor == 4000


def test_one_form_sent_twice_records_once():
    pledge = make_running_pledge()
    found = recording.find(pledge.reference)
    row = found.instalments[0]
    first = recording.record(found, came(), row)
    assert recording.record(found, came(), row) == first
    assert Payment.objects.count() == LedgerEntry.objects.count() == 1


def test_money_that_comes_twice_is_not_booked_twice_for_one_gift():
    gift = make_payment(reference=mint_gift_reference())
    recording.record(recording.find(gift.reference), came(), None)
    with pytest.raises(NotSettleable):
        recording.record(recording.find(gift.reference), came(key="form-2"), None)
    assert LedgerEntry.objects.count() == 1


def test_an_instalment_called_off_takes_no_money():
    pledge = make_running_pledge()
    row = pledge.instalments.get(seq=1)
    row.change(state="cancelled")
    with pytest.raises(InstalmentNotSettleable):
        recording.record(recording.find(pledge.reference), came(), row)
    assert not Payment.objects.exists()


def test_money_for_a_cancelled_pledge_is_still_the_donors_gift():
    from django.utils import timezone

    pledge = make_running_pledge()
    pledge.cancel(timezone.now())
    found = recording.find(pledge.reference)
    assert found.instalments == []
    payment = recording.record(found, came(), None)
    assert (payment.donor, payment.instalment) == (pledge.donor, None)


def test_a_reference_nobody_has():
    with pytest.raises(NothingFound):
        recording.find(written("FP", "ZZZZZZ"))


def test_a_late_payment_moves_no_date():
    pledge = make_running_pledge()
    before = pledge.upcoming(date(2026, 2, 20))
    found = recording.find(pledge.reference)
    arrival = Arrival(Money(3000, "AUD"), date(2026, 2, 19), "transfer", "k")
    recording.record(found, arrival, found.instalments[0])
    pledge.refresh_from_db()
    assert pledge.upcoming(date(2026, 2, 20)) == before


class TestAtTheDesk:
    def answers(self, page, **changed: str) -> dict[str, str]:
        key = page.context["form"].fields["key"].initial
        filled = {
            "key": key,
            "amount": "30",
            "received_on": "2026-01-31",
            "method": "transfer",
        }
        return {**filled, **changed}

    def test_finance_finds_by_reference_and_records(self, finance_femi, signed_in):
        pledge = make_running_pledge()
        client = signed_in(finance_femi)
        url = f"{RECORD}?reference={pledge.reference}"
        page = client.get(url)
        row = pledge.instalments.get(seq=1)
        answer = client.post(url, self.answers(page, instalment=str(row.pk)))
        assert answer.status_code == 302
        assert states_of(pledge) == ["paid", "scheduled"]
        assert pghistory_names(finance_femi)

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("", "Enter the reference on the statement."),
            ("FP-1", "Enter a reference like"),
            ("FP-7K3Q9M-Q", "One character of this reference is wrong"),
            ("FP-7K3Q9M-P", "nobody was given it"),
        ],
    )
    def test_a_wrong_reference_says_why(self, finance_femi, signed_in, typed, sentence):
        page = signed_in(finance_femi).get(RECORD, {"reference": typed})
        assert sentence in page.content.decode()

    def test_a_day_to_come_is_refused(self, finance_femi, signed_in):
        gift = make_payment(reference=mint_gift_reference())
        client = signed_in(finance_femi)
        url = f"{RECORD}?reference={gift.reference}"
        answers = self.answers(client.get(url), received_on="2999-01-01")
        page = client.post(url, answers)
        assert page.status_code == 422 and "not come yet" in page.content.decode()
        assert not LedgerEntry.objects.exists()

    def test_a_cheque_without_reference(self, charity, finance_femi, signed_in):
        make_fund()
        client = signed_in(finance_femi)
        page = client.get("/admin/donations/payment/unannounced/")
        fund = str(make_fund().pk)
        answers = self.answers(page, name="Mrs Bell", email="", fund=fund)
        client.post("/admin/donations/payment/unannounced/", answers)
        client.post("/admin/donations/payment/unannounced/", answers)
        payment = Payment.objects.get()
        assert str(payment.donor) == "Mrs Bell" and payment.is_settled

    def test_nobody_else_may(self, editor_esi, writer_wen, signed_in):
        for person in (editor_esi, writer_wen):
            client = signed_in(person)
            assert client.get(RECORD).status_code == 403
            url = "/admin/donations/payment/unannounced/"
            assert client.get(url).status_code == 403


def pghistory_names(person) -> bool:
    """The change is kept with the name of who made it."""
    from pghistory.models import Context

    return Context.objects.filter(metadata__user=person.pk).exists()
