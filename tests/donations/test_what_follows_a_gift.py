"""Receipts by themselves: after a gift, after a refund, after a mistake."""

from datetime import date

import pytest

from donations.models import Dispute, Receipt, ReceiptProblem, Refund
from donations.receipts import following
from donations.taking_back import take_back
from ijm.models import OutgoingMail
from tests.make_donations import at, aud, make_donor, make_running_pledge
from tests.make_receipts import (
    DAY,
    ISSUED,
    found_issuer,
    gift,
    make_receipt,
    words_in,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("charity", "every_gift_gets_one"),
]


@pytest.fixture
def every_gift_gets_one(charity) -> None:
    found_issuer("AU", singles="every", singles_from=date(2026, 7, 1))


def refunded(payment, minor: int, by, number: str = "R1") -> Refund:
    refund = Refund.objects.ask(payment, aud(minor), "Asked for", by)
    refund.change(approved_by=None)
    refund.pay(date(2026, 7, 20), number)
    return refund


def test_a_gift_gets_its_receipt_and_a_letter_once():
    paid = gift()
    assert following.work(ISSUED) == 1
    assert following.work(ISSUED) == 0
    receipt = Receipt.objects.get()
    assert receipt.lines.get().payment == paid and receipt.total == aud(5000)
    letter = OutgoingMail.objects.get(letter="tax-document")
    assert letter.about == receipt and letter.recipient == "amara@example.org"


def test_where_the_search_alone_takes_all_the_time_there_is_receipts_are_issued(
    monkeypatch,
):
    gift()
    gift(7000)
    monkeypatch.setattr(following, "SECONDS", 0)
    assert following.work(ISSUED) == 1
    assert following.work(ISSUED) == 1


@pytest.mark.parametrize(
    ("singles", "count"), [("none", 0), ("one-off", 1), ("every", 2)]
)
def test_the_rules_say_which_gifts_get_one_at_once(singles, count):
    found_issuer("AU", singles=singles, singles_from=date(2026, 7, 1))
    pledge = make_running_pledge()
    gift(3000, donor=pledge.donor, instalment=pledge.instalments.first())
    gift(5000, donor=pledge.donor)
    gift(7000, date(2026, 6, 30), donor=pledge.donor)
    assert following.work(ISSUED) == count


def test_what_was_receipted_elsewhere_is_never_receipted_here():
    gift(receipted_elsewhere=True)
    assert following.work(ISSUED) == 0


def test_a_gift_with_a_refund_on_its_way_waits(finance_femi):
    refund = Refund.objects.ask(gift(), aud(1000), "Asked for", finance_femi)
    assert following.work(ISSUED) == 0
    refund.refuse(finance_femi, "No")
    assert following.work(ISSUED) == 1


def test_part_of_it_refunded_another_receipt_takes_its_place(finance_femi):
    paid = gift()
    following.work(ISSUED)
    refunded(paid, 1000, finance_femi)
    old = Receipt.objects.get()
    assert old.is_void and "sent back" in old.voided.reason
    assert following.work(ISSUED) == 1
    new = Receipt.objects.get(replaces=old)
    assert new.total == aud(4000) and new.number == "AU-R-000002"
    assert "Cancels and replaces AU-R-000001." in words_in(new)
    assert OutgoingMail.objects.filter(letter="tax-document").count() == 2
    assert following.work(ISSUED) == 0


def test_all_of_it_refunded_it_is_void_and_nothing_follows(finance_femi):
    paid = gift()
    following.work(ISSUED)
    refund = refunded(paid, 5000, finance_femi)
    assert following.work(ISSUED) == 0
    assert Receipt.objects.get().is_void
    refund.fail(finance_femi, "Account closed", date(2026, 7, 25))
    assert following.work(ISSUED) == 1
    assert Receipt.objects.standing().get().total == aud(5000)


def test_a_statement_loses_the_gift_that_went_back_and_keeps_the_others(finance_femi):
    donor = make_donor()
    days = (date(2026, 7, 1), date(2026, 7, 2))
    gifts = [gift(1000 + n, day, donor=donor) for n, day in enumerate(days)]
    old = make_receipt(*gifts, kind=Receipt.ANNUAL)
    refunded(gifts[0], 1000, finance_femi)
    assert following.work(ISSUED) == 1
    new = Receipt.objects.get(replaces=old)
    assert new.kind == Receipt.ANNUAL and new.year == old.year
    assert [line.payment for line in new.lines.all()] == [gifts[1]]
    assert not old.lines.filter(live=True).exists()


def test_a_lost_dispute_voids_and_a_won_one_does_not():
    won, lost = gift(5000), gift(6000, donor=make_donor())
    following.work(ISSUED)
    for payment, end in ((won, "win"), (lost, "lose")):
        dispute = Dispute.objects.begin(payment, payment.amount, DAY)
        getattr(dispute, end)(date(2026, 7, 20))
    assert Receipt.objects.void().get().lines.get().payment == lost


def test_money_that_was_a_mistake_takes_its_receipt_along():
    paid = gift()
    following.work(ISSUED)
    take_back(paid, "Another donor's")
    assert Receipt.objects.get().is_void
    assert following.work(ISSUED) == 0


def test_what_cannot_be_written_waits_for_a_person_and_stops_nobody():
    unwritable = gift(donor=make_donor(display_name="𒀀𒀁"))
    gift(6000, donor=make_donor())
    assert following.work(ISSUED) == 1
    problem = ReceiptProblem.objects.get()
    assert problem.payment == unwritable and "could not be displayed" in problem.error
    assert following.work(ISSUED) == 0
    unwritable.donor.change(display_name="Enki")
    problem.delete()
    assert following.work(ISSUED) == 1
    assert [row.serial for row in Receipt.objects.order_by("serial")] == [1, 2]


def test_staff_correct_a_name_and_the_old_number_is_named(finance_femi):
    paid = gift()
    following.work(ISSUED)
    old = Receipt.objects.get()
    paid.donor.change(display_name="Amara Okafor-Reid")
    new = following.correct(old, "Married", finance_femi, ISSUED)
    assert new and "Amara Okafor-Reid" in words_in(new)
    assert (
        new.issued_by == finance_femi
        and old.snapshot["donor"]["name"] == "Amara Okafor"
    )
    assert Receipt.objects.get(pk=old.pk).voided.by == finance_femi


def test_a_void_one_is_not_written_again_by_itself(finance_femi):
    gift()
    following.work(ISSUED)
    Receipt.objects.get().void("Asked for none", at(DAY), finance_femi)
    assert following.work(ISSUED) == 0
