"""One file for the printer: each donor without e-mail, an address, then the statement.

Made of the stored documents, so paper and portal say the same.
"""

from hashlib import sha256
from io import BytesIO

from django.core.files.storage import storages
from django.db.models import QuerySet
from pikepdf import Page, Pdf

from donations.models import Receipt, StatementRun
from donations.receipts import printable, printing
from ijm.models import SiteSettings

MOST_LETTERS = 500  # to a file: a second or two of work, and one sack of post


class NotAsIssued(Exception):
    """The stored file is not the one whose hash was written down."""


def by_post(run: StatementRun) -> QuerySet[Receipt]:
    """Statements of the run that stand, of donors whom no e-mail reaches."""
    return (
        Receipt.objects.standing()
        .filter(item__run=run, donor__email="", donor__merged_into=None)
        .filter(donor__forgotten_at=None)
        .exclude(donor__postal_address="")
        .select_related("donor")
        .order_by("serial")
    )


def file_for_printer(run: StatementRun, part: int) -> bytes:
    """The `part`-th file, from 0; empty parts raise IndexError."""
    receipts = list(by_post(run)[part * MOST_LETTERS : (part + 1) * MOST_LETTERS])
    if not receipts:
        raise IndexError(part)
    with Pdf.new() as whole, Pdf.open(BytesIO(_envelopes(receipts))) as envelopes:
        for receipt, address in zip(receipts, envelopes.pages, strict=True):
            with Pdf.open(BytesIO(stored(receipt))) as statement:
                whole.pages.append(address)
                whole.pages.extend(statement.pages)
                if len(statement.pages) % 2 == 0:
                    # Printed on both sides, the next donor begins a sheet of their own.
                    whole.add_blank_page(page_size=_size(address))
        made = BytesIO()
        whole.save(made, deterministic_id=True)
    return made.getvalue()


def stored(receipt: Receipt) -> bytes:
    """The document as it was given out, and nothing else."""
    with storages["private"].open(receipt.pdf_name) as file:
        found = file.read()
    if sha256(found).digest() != bytes(receipt.pdf_sha256):
        raise NotAsIssued(receipt.number)
    return found


def _size(page: Page) -> tuple[float, float]:
    _left, _bottom, width, height = page.mediabox
    return float(width), float(height)


def _envelopes(receipts: list[Receipt]) -> bytes:
    site, said = SiteSettings.current(), receipts[0].snapshot
    sender = ", ".join([site.legal_name, *site.address.splitlines()])
    sheet = {
        **{key: said[key] for key in ("lang", "region", "paper")},
        "title": "Addresses",
        "charity": printable.line(site.legal_name),
        "sender": printable.line(sender),
        "addresses": [_address(receipt) for receipt in receipts],
    }
    return printing.print_sheet(sheet, receipts[0].issued_on, kind="envelopes")


def _address(receipt: Receipt) -> list[str]:
    """Where the donor lives now; the statement keeps where they lived."""
    donor = receipt.donor
    return [
        printable.line(donor.display_name),
        *printable.lines(donor.postal_address),
    ]
