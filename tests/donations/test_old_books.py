"""Seven years after the last gift of an erased donor only amounts and days are left."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import storages
from django.test import Client

from donations.forgetting import erase
from donations.models import (
    BankAccount,
    BankFile,
    BankLine,
    Donor,
    GiftAidDeclaration,
    LedgerEntry,
    Payment,
    Receipt,
)
from donations.old_books import forget_old
from ijm.models import StaffMember
from tests.make_donations import at, make_donor
from tests.make_receipts import HOME, ISSUED, found_issuer, gift, make_receipt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
KEPT_UNTIL = date(2033, 12, 31)  # of a gift of July 2026
LATER = at(KEPT_UNTIL + timedelta(days=1))


@pytest.fixture
def erased(charity, finance_femi) -> Donor:
    """Erased a day after a receipt, with a declaration and a line of the bank."""
    found_issuer("AU")
    donor = make_donor(postal_address=HOME)
    paid = gift(donor=donor)
    make_receipt(paid)
    donor.declarations.create(
        first_name="Amara",
        last_name="Okafor",
        house="12a",
        postcode="EH1 1AA",
        declared_on=date(2026, 7, 1),
        covers_from=date(2026, 7, 1),
        how="paper",
    )
    _line_of_the_bank(paid, finance_femi)
    erase(donor, ISSUED)
    donor.refresh_from_db()
    return donor


def _line_of_the_bank(paid: Payment, by: StaffMember) -> BankLine:
    account = BankAccount.objects.create(name="Main")
    file = BankFile.objects.create(account=account, name="a", kind="csv", sent_by=by)
    return BankLine.objects.create(
        account=account,
        file=file,
        fingerprint=bytes(32),
        booked_on=paid.received_on,
        amount_minor=paid.amount_minor,
        currency="AUD",
        text="Gift of Amara Okafor",
        name="A OKAFOR",
        state="matched",
        payment=paid,
        matched_as="linked",
    )


def test_before_the_years_are_over_nothing_goes(erased):
    assert forget_old(at(KEPT_UNTIL)) == 0
    assert Receipt.objects.get().snapshot["donor"]


def test_then_documents_and_names_go_and_the_books_stay(
    erased, finance_femi, signed_in
):
    sums = list(LedgerEntry.objects.values_list("amount_minor", "effective_on"))
    receipt = Receipt.objects.get()
    assert forget_old(LATER) == 1 and forget_old(LATER) == 0
    receipt.refresh_from_db()
    assert receipt.snapshot == {} and receipt.number == "AU-R-000001"
    assert not storages["private"].exists(receipt.pdf_name)
    declared = GiftAidDeclaration.objects.get()
    assert (declared.first_name, declared.postcode) == ("", "")
    line = BankLine.objects.get()
    assert (line.text, line.name, line.amount.minor) == ("", "", 5000)
    for version in (*declared.events.all(), *line.events.all()):
        assert "Amara" not in str(vars(version)) and "OKAFOR" not in str(vars(version))
    assert sums == list(LedgerEntry.objects.values_list("amount_minor", "effective_on"))
    desk: Client = signed_in(finance_femi)
    page = f"/admin/donations/receipt/{receipt.pk}"
    assert desk.get(f"{page}/change/").status_code == 200
    assert desk.get(f"{page}/document/").status_code == 404


def test_a_younger_entry_of_a_row_joined_to_theirs_keeps_them_all():
    donor = make_donor()
    gift(donor=donor)
    joined = make_donor(email="b@example.org", merged_into=donor)
    gift(donor=joined, day=date(2027, 1, 1), idempotency_key="younger")
    erase(donor, ISSUED)
    assert forget_old(LATER) == 0
    assert forget_old(at(date(2035, 1, 1))) == 1
    joined.refresh_from_db()
    assert joined.books_forgotten_at


def test_who_was_not_erased_keeps_their_documents():
    found_issuer("AU")
    make_receipt(gift())
    assert forget_old(LATER) == 0
