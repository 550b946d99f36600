"""A donor opens their own tax documents, and nobody else's; staff mend them."""

from datetime import date
from hashlib import sha256
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from donations.models import Receipt, ReceiptRules, StatementRun
from donations.receipts import following, running
from ijm.models import OutgoingMail
from tests.make_donations import make_donor
from tests.make_receipts import ISSUED, found_issuer, gift, make_receipt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("australian")]
LAST = date(2026, 6, 30)


@pytest.fixture
def australian(giving_charity):
    found_issuer("AU")
    with time_machine.travel(ISSUED, tick=False):
        yield


class TestThePortal:
    def test_my_giving_leads_to_a_year_and_the_very_file(self, amara, as_donor):
        receipt = make_receipt(gift(donor=amara))
        inside = as_donor(amara)
        giving = inside.get("/donor/giving/").content.decode()
        assert "/donor/statements/2027/" in giving and "Tax year 2026–27" in giving
        page = inside.get("/donor/statements/2027/").content.decode()
        assert receipt.number in page
        address = f"/donor/statements/2027/{receipt.pk}.pdf"
        assert address in page
        answer = inside.get(address)
        assert answer["Content-Type"] == "application/pdf"
        assert "no-store" in answer["Cache-Control"]
        assert f'"{receipt.number}.pdf"' in answer["Content-Disposition"]
        assert sha256(answer.content).digest() == bytes(receipt.pdf_sha256)

    def test_a_document_of_another_is_not_there(self, amara, as_donor):
        theirs = make_receipt(gift(donor=make_donor(email="other@example.org")))
        inside = as_donor(amara)
        assert inside.get("/donor/statements/2027/").status_code == 404
        address = f"/donor/statements/2027/{theirs.pk}.pdf"
        assert inside.get(address).status_code == 404

    def test_a_void_one_is_named_and_does_not_open(self, amara, as_donor, finance_femi):
        old = make_receipt(gift(donor=amara))
        new = following.correct(old, "Name", finance_femi, ISSUED)
        assert new
        inside = as_donor(amara)
        page = inside.get("/donor/statements/2027/").content.decode()
        assert f"replaced by {new.number}" in page
        assert "Cancels and replaces" in page
        for receipt, status in ((old, 404), (new, 200)):
            address = f"/donor/statements/2027/{receipt.pk}.pdf"
            assert inside.get(address).status_code == status


class TestTheDesk:
    def test_a_year_is_issued_watched_and_printed(self, signed_in, finance_femi):
        desk = signed_in(finance_femi)
        gift(1000, LAST)
        gift(2000, LAST, donor=make_donor(email="", postal_address="1 Lane"))
        gift(3000, LAST, donor=make_donor(display_name="𒀀"))
        form = desk.get("/admin/donations/statementrun/add/").content.decode()
        assert "2025–26" in form
        run = running.start(2026, finance_femi, ISSUED)
        page = desk.get(f"/admin/donations/statementrun/{run.pk}/change/")
        assert "0 of 3" in page.content.decode()
        while running.work(ISSUED):
            pass
        page = desk.get(f"/admin/donations/statementrun/{run.pk}/change/")
        words = page.content.decode()
        assert "3 of 3" in words and "could not be displayed" in words
        part = desk.get(f"/admin/donations/statementrun/{run.pk}/progress/")
        assert "3 of 3" in part.content.decode()
        printed = desk.get(f"/admin/donations/statementrun/{run.pk}/print/0/")
        assert printed.content.startswith(b"%PDF")
        desk.post(f"/admin/donations/statementrun/{run.pk}/retry/")
        assert run.counts()["waiting"] == 1

    def test_two_presses_of_issue_begin_one_run(self, signed_in, finance_femi):
        desk = signed_in(finance_femi)
        gift(1000, date(2020, 8, 1))
        for status in (302, 422):
            form = {"year": "2026", "mails": "on"}
            answer = desk.post("/admin/donations/statementrun/add/", form)
            assert answer.status_code == status
        assert StatementRun.objects.count() == 1

    def test_what_is_missing_is_said_before_anything_is_issued(
        self, signed_in, finance_femi
    ):
        ReceiptRules.objects.update(registration="")
        page = signed_in(finance_femi).get("/admin/donations/statementrun/add/")
        assert "our registration number" in page.content.decode()

    def test_a_receipt_is_found_opened_corrected_and_sent_again(
        self, signed_in, finance_femi
    ):
        receipt = make_receipt(gift())
        desk = signed_in(finance_femi)
        found = desk.get("/admin/donations/receipt/?q=au-r-000001").content.decode()
        assert str(receipt.pk) in found
        own = f"/admin/donations/receipt/{receipt.pk}"
        assert desk.get(f"{own}/document/").content.startswith(b"%PDF")
        desk.post(f"{own}/amend/sending/")
        assert OutgoingMail.objects.filter(letter="tax-document").count() == 1
        receipt.donor.change(display_name="Amara Reid")
        desk.post(f"{own}/amend/correction/", {"reason": "Married"})
        new = Receipt.objects.get(replaces=receipt)
        assert new.snapshot["donor"]["name"] == "Amara Reid"
        again = desk.get(f"{own}/amend/correction/")
        assert again.status_code == 302
        assert "void" in desk.get(f"{own}/document/")["Content-Disposition"]
        desk.post(
            f"/admin/donations/receipt/{new.pk}/amend/voiding/", {"reason": "A test"}
        )
        assert not Receipt.objects.standing().exists()

    def test_who_needs_an_address_is_listed_and_asked_once(
        self, signed_in, finance_femi
    ):
        found_issuer("CA")
        desk = signed_in(finance_femi)
        gift(donor=make_donor(), currency="CAD", day=LAST)
        page = desk.get("/admin/donations/receipt/addresses/").content.decode()
        assert "Amara Okafor" in page
        for _each in range(2):
            desk.post("/admin/donations/receipt/addresses/")
        assert OutgoingMail.objects.filter(letter="address-for-receipt").count() == 1

    def test_a_signature_is_made_anew_and_its_paper_becomes_nothing(
        self, signed_in, admin_amina
    ):
        desk = signed_in(admin_amina)
        sent = BytesIO()
        image = Image.new("RGB", (900, 300), "white")
        image.paste((10, 10, 60), (100, 100, 400, 110))
        image.save(sent, "JPEG", comment=b"a secret")
        form = {
            "country": "CA",
            "registration": "1",
            "singles": "none",
            "picture": SimpleUploadedFile("sign.jpg", sent.getvalue()),
        }
        desk.post("/admin/donations/receiptrules/1/change/", form)
        kept = bytes(ReceiptRules.objects.get().signature)
        assert b"secret" not in kept
        with Image.open(BytesIO(kept)) as made:
            assert made.format == "PNG" and made.width <= 600
            assert made.getchannel("A").getextrema()[0] == 0
        form["picture"] = SimpleUploadedFile("sign.svg", b"<svg/>")
        page = desk.post("/admin/donations/receiptrules/1/change/", form)
        assert "not a picture" in page.content.decode()

    def test_finance_looks_at_the_rules_and_does_not_change_them(
        self, signed_in, finance_femi
    ):
        desk = signed_in(finance_femi)
        form = {"country": "US", "registration": "1", "singles": "none"}
        answer = desk.post("/admin/donations/receiptrules/1/change/", form)
        assert answer.status_code == 403
        assert ReceiptRules.current().country == "AU"
