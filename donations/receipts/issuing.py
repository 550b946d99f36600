"""Writing a document: number, paper and row in one transaction, or none of them."""

from datetime import datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db.models import QuerySet

from donations.models import Payment, Receipt, ReceiptLine, ReceiptSeries
from donations.models.receipt import stored_as
from donations.receipts import printing
from donations.receipts.issuer import Issuer
from donations.receipts.sheet import Draft, compose
from ijm import dates, journal
from ijm.models import StaffMember


def issue(
    issuer: Issuer, draft: Draft, now: datetime, by: StaffMember | None = None
) -> Receipt:
    """In the caller's transaction. Raises DetailsMissing or NotPrintable; undone, the
    number is free for the next.

    The caller holds the gifts' rows, or the database refuses a second document.
    """
    country, today = issuer.profile.country, dates.today(now)
    serial = ReceiptSeries.objects.next_in(country, draft.kind)
    sheet = compose(issuer, draft, serial, today)
    receipt = Receipt.objects.create(
        country=country,
        kind=draft.kind,
        serial=serial,
        year=draft.year,
        donor=draft.donor,
        currency=draft.currency,
        total_minor=draft.total.minor,
        snapshot=sheet,
        pdf_sha256=_kept(printing.print_sheet(sheet, today)),
        issued_on=today,
        issued_at=now,
        issued_by=by,
        replaces=draft.replaces,
    )
    ReceiptLine.objects.bulk_create(
        ReceiptLine(receipt=receipt, payment=gift, eligible_minor=gift.left.minor)
        for gift in draft.gifts
    )
    journal.note("receipt-issued", country=country, kind=draft.kind, serial=serial)
    return receipt


def held(payments: QuerySet[Payment]) -> list[Payment]:
    """Those a document may be written for, after they were locked."""
    locked = payments.select_for_update(no_key=True, of=("self",)).order_by("pk")
    keys = list(locked.values_list("pk", flat=True))
    rows = Payment.objects.filter(pk__in=keys).receiptable()
    rows = rows.select_related("donor__merged_into", "fund", "instalment__pledge")
    return list(rows.order_by("received_on", "created_at"))


def _kept(pdf: bytes) -> bytes:
    """Stored before its row is: a row never names a file that is not there.

    A transaction undone leaves a file that no row names, and so nobody can ask for.
    """
    digest = sha256(pdf).digest()
    name = stored_as(digest)
    if not storages["private"].exists(name):
        storages["private"].save(name, ContentFile(pdf))
    return digest
