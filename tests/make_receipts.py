"""A charity that gives out tax documents, and how tests ask for them."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.core.files.storage import storages
from django.db import transaction
from PIL import Image
from pypdfium2 import PdfDocument

from donations.models import Payment, Receipt, ReceiptRules
from donations.receipts.issuer import Issuer
from donations.receipts.issuing import issue
from donations.receipts.sheet import Draft
from ijm.models import SiteSettings
from tests.make_donations import at, make_donor, make_gift

HOME = "12 Long Lane\nSandy Bay TAS 7005"
DAY = date(2026, 7, 10)
ISSUED = at(date(2026, 7, 15))
OF_COUNTRY: dict[str, dict[str, Any]] = {
    "AU": {"registration": "00 000 000 000"},
    "CA": {
        "registration": "00000 0000 RR0001",
        "place": "Toronto, Ontario",
        "signatory": "Ngozi Adeyemi",
        "signatory_role": "Treasurer",
    },
    "GB": {"registration": "0000000", "hmrc_reference": "AB00000"},
    "US": {"registration": "00-0000000"},
}


def a_signature() -> bytes:
    """A stroke of ink on nothing."""
    image = Image.new("LA", (160, 50), (0, 0))
    for step in range(150):
        image.putpixel((5 + step, 25 + (step * 7 % 13) - 6), (0, 255))
    kept = BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


def found_issuer(country: str = "AU", **rules: Any) -> Issuer:
    """The charity is registered there, and has said all that this asks for."""
    site = SiteSettings.objects.get()
    site.address = "1 Quay Street\nHobart TAS 7000"
    site.save()
    ReceiptRules.objects.all().delete()
    columns = {**OF_COUNTRY[country], "signature": a_signature(), **rules}
    ReceiptRules.objects.create(country=country, **columns)
    return Issuer.current()


def gift(minor: int = 5000, day: date = DAY, **columns: Any) -> Payment:
    """Money of a donor whose address we know, in the year after ISSUED's last."""
    columns.setdefault("donor", None)
    columns["donor"] = columns["donor"] or make_donor(postal_address=HOME)
    return make_gift(minor, day, **columns)


def make_receipt(*gifts: Payment, kind: str = Receipt.SINGLE, **draft: Any) -> Receipt:
    issuer = Issuer.current()
    received = gifts[0].received_on
    assert received is not None
    draft.setdefault("donor", gifts[0].donor)
    draft.setdefault("year", issuer.profile.year_of(received))
    now: datetime = draft.pop("now", ISSUED)
    with transaction.atomic():
        return issue(issuer, Draft(kind=kind, gifts=gifts, **draft), now)


def words_in(receipt: Receipt) -> str:
    """What somebody reads who opens the stored file, over all its pages."""
    with storages["private"].open(receipt.pdf_name) as stored:
        pages = PdfDocument(stored.read())
    read = " ".join(page.get_textpage().get_text_range() for page in pages)
    return " ".join(read.split())
