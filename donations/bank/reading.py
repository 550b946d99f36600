"""Which kind of statement a file is, by what it begins with, and its lines."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from donations.bank import camt, ofx, table
from donations.bank.line import Line, NotAStatement
from donations.bank.table import Columns

CSV, CAMT, OFX = "csv", "camt", "ofx"
KINDS = [(CSV, _("CSV table")), (CAMT, _("CAMT.053")), (OFX, _("OFX"))]
MOST_BYTES = 10 * 2**20
MOST_LINES = 50_000
EMPTY = _("This file is empty.")
TOO_BIG = _("This file is very large. Export shorter periods and send them in turn.")
NO_LINES = _("There is no line of money in this file.")


def kind_of(content: bytes) -> str:
    if not content.strip():
        raise NotAStatement(EMPTY)
    if len(content) > MOST_BYTES:
        raise NotAStatement(TOO_BIG)
    head = content[:2000].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"OFXHEADER") or b"<OFX>" in head:
        return OFX
    return CAMT if head.startswith(b"<") else CSV


def lines(
    kind: str, content: bytes, currency: str, columns: Columns | None
) -> list[Line]:
    """All of it, or none: what is wrong anywhere refuses the whole."""
    found = []
    for line in _lines(kind, content, currency, columns):
        found.append(line)
        if len(found) > MOST_LINES:
            raise NotAStatement(TOO_BIG)
    if not found:
        raise NotAStatement(NO_LINES)
    return [line for line in found if not line.amount.is_zero]


def _lines(
    kind: str, content: bytes, currency: str, columns: Columns | None
) -> Iterator[Line]:
    if kind == CAMT:
        return camt.lines(content, currency)
    if kind == OFX:
        return ofx.lines(content, currency)
    assert columns is not None
    return table.lines(content, columns, currency)
