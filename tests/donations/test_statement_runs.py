"""The statements of a year: everybody once, whatever dies or is wrong meanwhile."""

import json
import subprocess
import sys
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.db import connection, transaction

from donations.models import (
    Payment,
    Receipt,
    Refund,
    StatementItem,
    StatementRun,
)
from donations.receipts import posting, running
from ijm.models import OutgoingMail
from tests.cast import found_the_charity
from tests.make_donations import aud, make_donor
from tests.make_receipts import HOME, ISSUED, found_issuer, gift, make_receipt
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]
SLICE = running.AT_ONCE
LAST, FIRST = date(2026, 6, 30), date(2025, 7, 1)


@pytest.fixture
def australian(charity) -> None:
    found_issuer("AU")


def run_through(**columns) -> StatementRun:
    run = running.start(2026, None, ISSUED, **columns)
    while running.work(ISSUED):
        pass
    run.refresh_from_db()
    return run


@pytest.mark.django_db
@pytest.mark.usefixtures("australian")
class TestAYear:
    def test_each_donor_gets_one_with_the_gifts_of_that_year_alone(self):
        donor, other = make_donor(), make_donor(display_name="Bo")
        inside = [gift(100, FIRST, donor=donor), gift(200, LAST, donor=donor)]
        for day in (FIRST - timedelta(days=1), LAST + timedelta(days=1)):
            gift(900, day, donor=donor)
        gift(300, LAST, donor=other)
        run = run_through()
        assert run.is_finished and run.counts()["issued"] == 2
        receipt = Receipt.objects.get(donor=donor)
        assert [line.payment for line in receipt.lines.all()] == inside
        assert receipt.total == aud(300) and receipt.year == 2026

    def test_gifts_of_rows_joined_to_a_donor_stand_on_one_statement(self):
        donor, joined = make_donor(), make_donor()
        gift(100, LAST, donor=donor)
        gift(200, LAST, donor=joined)
        joined.merge_into(donor)
        run_through()
        assert Receipt.objects.get().total == aud(300)

    def test_two_currencies_are_two_documents(self):
        donor = make_donor()
        gift(100, LAST, donor=donor)
        gift(200, LAST, donor=donor, currency="NZD")
        run_through()
        assert sorted(Receipt.objects.values_list("currency", "total_minor")) == [
            ("AUD", 100),
            ("NZD", 200),
        ]

    def test_what_has_a_receipt_was_receipted_elsewhere_or_moves_is_left_out(
        self, finance_femi
    ):
        make_receipt(gift(100, LAST))
        gift(200, LAST, receipted_elsewhere=True)
        Refund.objects.ask(gift(300, LAST), aud(100), "Asked for", finance_femi)
        assert run_through().counts() == dict.fromkeys(dict(StatementItem.STATES), 0)

    def test_a_second_run_writes_nothing_and_a_late_gift_gets_its_own(self):
        donor = make_donor()
        gift(100, LAST, donor=donor)
        run_through()
        assert run_through().counts()["issued"] == 0
        gift(200, LAST, donor=donor)
        assert run_through().counts()["issued"] == 1
        assert Receipt.objects.standing().count() == 2

    def test_a_year_with_days_to_come_and_a_run_on_its_way_are_refused(self):
        with pytest.raises(running.YearNotOver):
            running.start(2027, None, ISSUED)

    def test_a_bad_record_is_written_down_and_stops_nobody(self):
        bad = make_donor(display_name="𒀀𒀁")
        gift(100, LAST, donor=bad)
        gift(200, LAST)
        run = run_through()
        item = run.items.stuck().get()
        assert item.donor == bad and "could not be displayed" in item.error
        assert run.counts()["issued"] == 1 and run.is_finished
        bad.change(display_name="Enki")
        assert run.try_again() == 1
        assert not run.is_finished
        running.work(ISSUED)
        running.work(ISSUED)
        assert run.counts()["issued"] == 2
        serials = Receipt.objects.order_by("serial").values_list("serial", flat=True)
        assert list(serials) == [1, 2]

    def test_donors_are_told_by_e_mail_or_not_at_all(self):
        gift(100, LAST)
        gift(200, LAST, donor=make_donor(email=""))
        run_through()
        assert OutgoingMail.objects.filter(letter="tax-document").count() == 1
        gift(300, LAST)
        run_through(mails=False)
        assert OutgoingMail.objects.filter(letter="tax-document").count() == 1

    def test_the_printers_file_has_a_sheet_for_each_donor_without_e_mail(self):
        for name in ("Ann", "Bo"):
            donor = make_donor(display_name=name, email="", postal_address=HOME)
            gift(100, LAST, donor=donor)
        gift(200, LAST)
        run = run_through()
        with pikepdf.open(BytesIO(posting.file_for_printer(run, 0))) as file:
            assert len(file.pages) == 4
        with pytest.raises(IndexError):
            posting.file_for_printer(run, 1)

    def test_a_stored_file_that_was_changed_is_not_served(self):
        gift(200, LAST, donor=make_donor(email="", postal_address=HOME))
        run = run_through()
        receipt = Receipt.objects.get()
        with posting.storages["private"].open(receipt.pdf_name, "wb") as file:
            file.write(b"%PDF-1.7 another")
        with pytest.raises(posting.NotAsIssued):
            posting.file_for_printer(run, 0)


@pytest.mark.django_db
def test_who_has_no_address_waits_for_it_in_canada(charity):
    found_issuer("CA")
    donor = make_donor()
    gift(100, date(2025, 12, 31), donor=donor, currency="CAD")
    run = running.start(2025, None, ISSUED)
    running.work(ISSUED)
    assert run.items.get().state == StatementItem.NEEDS
    donor.change(postal_address=HOME)
    run.try_again()
    running.work(ISSUED)
    assert Receipt.objects.get().number == "CA-S-000001"


@pytest.mark.django_db(transaction=True)
def test_killed_midway_the_rest_follows_with_no_gap_and_nothing_twice():
    """It dies in its second slice, held up there by a gift that we hold."""
    found_the_charity()
    found_issuer("AU")
    donors = [make_donor(email=f"d{n}@example.org") for n in range(2 * SLICE)]
    for donor in donors:
        gift(100, LAST, donor=donor)
    run = running.start(2026, None, ISSUED)
    halfway = run.items.order_by("pk")[SLICE + SLICE // 2]
    other = make_receipt(gift(day=FIRST - timedelta(days=1)))
    with transaction.atomic():
        held = Payment.objects.get(donor=halfway.donor_id)
        other.lines.create(payment=held, eligible_minor=1)
        worker = a_worker()
        until(somebody_waits_for_us)
        worker.kill()
        worker.wait()
        transaction.set_rollback(True)
    until(nobody_else_is_here)
    statements = Receipt.objects.filter(kind=Receipt.ANNUAL)
    assert run.counts()["issued"] == statements.count() == SLICE
    while running.work(ISSUED):
        pass
    serials = statements.order_by("serial").values_list("serial", flat=True)
    assert list(serials) == list(range(1, 2 * SLICE + 1))
    assert run.counts()["issued"] == 2 * SLICE
    assert not Payment.objects.receiptable().exists()


def a_worker() -> "subprocess.Popen[bytes]":
    told = {"database": connection.settings_dict["NAME"], "now": ISSUED.isoformat()}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.donations.issuer_for_tests", json.dumps(told)],
        cwd=ROOT,
    )


def nobody_else_is_here() -> bool:
    """The server lets go of what a killed worker held a moment after it died."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone() is None


def somebody_waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_locks WHERE NOT granted"
            " AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone() is not None
