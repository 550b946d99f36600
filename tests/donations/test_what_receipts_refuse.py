"""What the database itself refuses of receipts, with real connections at once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from django.db import DatabaseError, connections, transaction
from django.db.models import F

from donations.models import (
    GiftAidClaim,
    GiftAidClaimLine,
    GiftAidDeclaration,
    Receipt,
    ReceiptLine,
    ReceiptSeries,
    ReceiptVoid,
)
from donations.receipts.issuer import Issuer
from ijm.models import AlreadyWritten
from tests.cast import found_the_charity, hire
from tests.make_donations import make_donor, make_payment
from tests.make_receipts import DAY, ISSUED, found_issuer, gift, make_receipt
from tests.refused import refused

WORKERS = 8


def row(serial: int, **columns) -> Receipt:
    """Past every verb: the row alone."""
    columns.setdefault("donor", columns.get("donor") or make_donor())
    return Receipt.objects.create(
        country="AU",
        kind=Receipt.SINGLE,
        serial=serial,
        year=2027,
        currency="AUD",
        total_minor=5000,
        snapshot={},
        pdf_sha256=bytes(32),
        issued_on=DAY,
        **columns,
    )


@pytest.mark.django_db
class TestTheDatabaseRefuses:
    @pytest.fixture(autouse=True)
    def issuer(self, charity) -> Issuer:
        return found_issuer()

    def test_a_number_left_out_or_used_before(self):
        receipt = make_receipt(gift())
        for wrong in (receipt.serial + 2, receipt.serial, 0):
            with refused("receipt_number_follows"):
                row(wrong)
        assert row(receipt.serial + 1).serial == 2

    def test_a_counter_that_jumps_goes_back_or_begins_elsewhere(self):
        make_receipt(gift())
        for last in (F("last") + 2, F("last") - 1, 0):
            with refused("receipt_series_counts_by_one"):
                ReceiptSeries.objects.update(last=last)
        with refused("receipt_series_counts_by_one"):
            ReceiptSeries.objects.create(country="GB", kind="single", last=7)
        with refused("Cannot delete"):
            ReceiptSeries.objects.all().delete()

    def test_a_gift_on_two_documents_that_stand(self):
        paid = gift()
        first = make_receipt(paid)
        with refused("payment_receipted_once"):
            make_receipt(paid, kind=Receipt.ANNUAL)
        first.void("Wrong", ISSUED)
        assert make_receipt(paid, kind=Receipt.ANNUAL).number == "AU-S-000001"

    def test_another_word_in_an_issued_document(self):
        receipt = make_receipt(gift())
        with refused("Cannot update"):
            Receipt.objects.filter(pk=receipt.pk).update(snapshot={"title": "Another"})
        with refused("Cannot"):
            Receipt.objects.filter(pk=receipt.pk).delete()
        with pytest.raises(AlreadyWritten):
            receipt.save()

    def test_a_replacement_of_what_stands(self):
        standing = make_receipt(gift())
        with refused("receipt_replaces_a_void_one"):
            row(2, replaces=standing)

    def test_two_replacements_of_one(self):
        old = make_receipt(gift())
        old.void("Wrong", ISSUED)
        row(2, replaces=old)
        with refused("replaces_id"):
            row(3, replaces=old)

    def test_a_void_without_a_reason_and_a_second_one(self):
        receipt = make_receipt(gift())
        with refused("receipt_void_has_reason"):
            receipt.void("", ISSUED)
        receipt.void("Wrong", ISSUED)
        with refused("Cannot"):
            ReceiptVoid.objects.filter(pk=receipt.pk).delete()

    def test_a_gift_that_was_not_received_or_is_of_other_money(self):
        receipt = make_receipt(gift())
        elsewhere = gift(600, receipted_elsewhere=True)
        yen = gift(700, currency="JPY")
        for payment in (make_payment(), elsewhere, yen):
            with refused("receipt_line_of_received_money"):
                ReceiptLine.objects.create(
                    receipt=receipt, payment=payment, eligible_minor=500
                )
        with refused("receipt_line_of_received_money"):
            ReceiptLine.objects.create(
                receipt=receipt, payment=gift(800), eligible_minor=801
            )

    def test_a_line_that_changes_ends_early_or_comes_back(self):
        receipt = make_receipt(gift())
        lines = ReceiptLine.objects.filter(receipt=receipt)
        for change in ({"eligible_minor": 1}, {"live": False}):
            with refused("receipt_line_only_ends"):
                lines.update(**change)
        receipt.void("Wrong", ISSUED)
        with refused("receipt_line_only_ends"):
            lines.update(live=True)
        with refused("Cannot delete"):
            lines.delete()

    def test_a_payment_in_two_claims(self, finance_femi):
        paid, declared = gift(currency="GBP"), make_declaration()
        for number in range(2):
            claim = GiftAidClaim.objects.create(made_by=finance_femi)
            columns = {"claim": claim, "payment": paid, "declaration": declared}
            if number == 0:
                line = GiftAidClaimLine.objects.create(amount_minor=5000, **columns)
                continue
            with refused("gift_aid_claimed_once"):
                GiftAidClaimLine.objects.create(amount_minor=5000, **columns)
            with refused("gift_aid_line_sign_by_kind"):
                GiftAidClaimLine.objects.create(
                    kind="adjustment", amount_minor=1, **columns
                )
        with refused("Cannot"):
            GiftAidClaimLine.objects.filter(pk=line.pk).update(amount_minor=1)

    def test_other_words_in_a_declaration_or_one_of_an_organisation(self):
        declared = make_declaration()
        with refused("Cannot update"):
            declared.change(last_name="Other")
        with refused("gift_aid_of_a_person"):
            make_declaration(donor=make_donor(kind="organisation"))


def make_declaration(**columns) -> GiftAidDeclaration:
    return GiftAidDeclaration.objects.create(
        **{
            "donor": columns.get("donor") or make_donor(),
            "first_name": "Amara",
            "last_name": "Okafor",
            "house": "12",
            "postcode": "EH1 1AA",
            "declared_on": DAY,
            "covers_from": DAY,
            "how": "paper",
            **columns,
        }
    )


def at_once(work) -> list[bool]:
    """Each on a connection of its own; whether it was let through."""

    def done(number: int) -> bool:
        try:
            with transaction.atomic():
                work(number)
        except DatabaseError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(done, range(WORKERS)))


@contextmanager
def a_charity_with_gifts():
    found_the_charity()
    found_issuer()
    hire("finance_femi")
    yield [gift(1000 + number) for number in range(WORKERS)]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_eight_documents_at_once_are_numbered_one_to_eight(self):
        barrier = Barrier(WORKERS)
        with a_charity_with_gifts() as gifts:

            def issued(number: int) -> None:
                barrier.wait()
                make_receipt(gifts[number])

            assert at_once(issued) == [True] * WORKERS
        serials = Receipt.objects.order_by("serial").values_list("serial", flat=True)
        assert list(serials) == list(range(1, WORKERS + 1))

    def test_drawn_without_the_lock_all_but_one_are_refused(self):
        """The control: the lock is what lets all of them through."""
        barrier = Barrier(WORKERS)
        with a_charity_with_gifts() as gifts:
            with transaction.atomic():
                ReceiptSeries.objects.next_in("AU", Receipt.SINGLE)

            def drawn(number: int) -> None:
                last = ReceiptSeries.objects.get(kind=Receipt.SINGLE).last
                barrier.wait()
                row(last + 1, donor=gifts[number].donor)

            assert sum(at_once(drawn)) == 1

    def test_one_gift_receipted_by_eight_at_once_is_on_one_document(self):
        barrier = Barrier(WORKERS)
        with a_charity_with_gifts() as gifts:

            def issued(number: int) -> None:
                barrier.wait()
                make_receipt(gifts[0])

            assert sum(at_once(issued)) == 1
        assert Receipt.objects.get().serial == 1
