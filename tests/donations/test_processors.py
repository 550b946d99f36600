"""The contract: what each processor answers, and what it says it cannot do."""

from datetime import date

import pytest

from donations import processors
from donations.models import LedgerEntry, Payment
from donations.processors.base import NoticeRefused
from ijm.money import Money
from tests.make_donations import make_payment, make_pledge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
TODAY = date(2026, 1, 31)


@pytest.mark.parametrize("name", ["offline", "pretend"])
def test_beginning_moves_nothing(name):
    pledge, payment = make_pledge(), make_payment(reference="GV-000000-0")
    processor = processors.named(name)
    for what in (pledge, payment):
        beginning = processor.begin(what)
        assert beginning.reference == what.reference
        assert beginning.lines and processor.name == name
    assert not LedgerEntry.objects.exists()


def test_offline_prints_the_bank_details_and_the_reference():
    pledge = make_pledge()
    lines = dict(processors.named("offline").begin(pledge).lines)
    assert lines["BSB"] == "000-000" and lines["Reference"] == pledge.reference


def test_offline_says_what_it_cannot_do():
    offline, payment = processors.named("offline"), make_payment()
    refused = [
        lambda: offline.collect(payment, TODAY),
        lambda: offline.refund(payment, payment.amount, "k"),
        lambda: offline.update_method(payment.donor),
        lambda: offline.read_notice(b"", {}),
        lambda: offline.reconcile(TODAY),
    ]
    for asked in refused:
        with pytest.raises(processors.NotOffered) as answer:
            asked()
        assert str(answer.value.message).endswith(".")


@pytest.mark.parametrize(
    ("minor", "state"),
    [(3000, "succeeded"), (3013, "failed"), (3014, "requires_action")],
)
def test_pretend_decides_by_the_amount_and_writes_nothing(minor, state):
    pretend = processors.named("pretend")
    payment = make_payment(amount_minor=minor, processor="pretend")
    first = pretend.collect(payment, TODAY)
    assert first == pretend.collect(payment, TODAY)
    assert first.state == state
    assert Payment.objects.get().state == "created"


def test_pretend_reads_its_own_notices_and_books():
    pretend = processors.named("pretend")
    payment = make_payment(processor="pretend")
    payment.settle(TODAY)
    assert [move.amount for move in pretend.reconcile(TODAY)] == [Money(5000, "AUD")]
    assert pretend.read_notice(b"pretend:7", {}) == "7"
    with pytest.raises(NoticeRefused):
        pretend.read_notice(b"forged", {})
