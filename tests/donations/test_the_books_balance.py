"""After a year by chance the ledger says what payments, refunds and disputes say."""

import pytest

from donations import closing
from donations.models import LedgerEntry, MonthEvent, Receipt
from tests.cast import hire
from tests.make_a_year import Year, drifted, entered, owed
from tests.make_donations import make_gift
from tests.make_receipts import ISSUED
from tests.papers_of_a_year import astray, give_papers

pytestmark = pytest.mark.django_db
DONORS = 8


def test_a_year_by_chance_balances_to_the_minor_unit():
    """Per currency and fund. `make bench` lives a larger one."""
    year = Year(1997, hire("finance_femi"), hire("admin_amina")).live(DONORS)
    assert entered() == owed() and len(owed()) > 6
    assert not drifted()
    for what in ("taken back", "succeeded", "failed", "dispute lost", "closed"):
        assert year.happened[what], what


def test_each_gift_of_a_year_by_chance_stands_on_one_document_that_is_right(charity):
    year = Year(11, hire("finance_femi"), hire("admin_amina")).live(DONORS)
    give_papers(year)
    assert not astray()
    kinds = Receipt.objects.standing().values_list("kind", flat=True)
    assert set(kinds) == {Receipt.SINGLE, Receipt.ANNUAL}
    assert Receipt.objects.filter(replaces__isnull=False).exists()


def test_a_document_that_is_missing_or_wrong_would_be_seen(charity):
    """The control."""
    year = Year(11, hire("finance_femi"), hire("admin_amina")).live(2)
    give_papers(year)
    receipt = Receipt.objects.standing().latest("issued_at")
    gifts = {line.payment for line in receipt.lines.all()}
    receipt.void("By mistake", ISSUED, year.asks, to_replace=False)
    assert set(astray()) == gifts


def test_months_and_the_books_say_the_same(finance_femi, admin_amina):
    Year(7, finance_femi, admin_amina).live(4)
    days = LedgerEntry.objects.order_by("effective_on").values_list("effective_on")
    first, last = days.first()[0], days.last()[0]
    months = [each for each in closing.months(last, 99) if each >= first.replace(day=1)]
    sums = sum(
        total.net.minor
        for month in months
        for total in closing.totals(month)
        if total.fund
    )
    assert sums == sum(LedgerEntry.objects.values_list("amount_minor", flat=True))
    assert MonthEvent.objects.closed() <= set(months)


def test_the_scales_show_a_line_too_many():
    """The control: what should never happen would be seen."""
    payment = make_gift(5000)
    LedgerEntry.objects.create(
        kind="gift",
        amount_minor=1,
        currency="AUD",
        effective_on=payment.received_on,
        donor=payment.donor,
        fund=payment.fund,
        payment=payment,
        source_key="once more",
    )
    assert entered() != owed()
