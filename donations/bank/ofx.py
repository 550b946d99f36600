"""OFX, as Quicken and its kin read it: version 1 (SGML, ends left out) and 2 (XML)."""

import html
import re
from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from donations.bank.line import LONGEST_NAME, Line, NotAStatement, money, tidy

TOKEN = re.compile(r"<(/?)([A-Z0-9_.]{1,40})>([^<]*)")
CHARSET = re.compile(rb"^CHARSET:\s*([\w-]+)", re.MULTILINE)
ENCODING = re.compile(rb"^ENCODING:\s*([\w-]+)|<\?xml[^>]*encoding=\"([\w-]+)\"", re.M)
NOT_OFX = _("This is no OFX statement. Choose that format at your bank.")
CUT = _("This file ends before its end. Nothing of it was taken in; export it again.")
OTHER_CURRENCY = _("This statement is in %(theirs)s, the account in %(ours)s.")


def lines(content: bytes, currency: str) -> Iterator[Line]:
    text = _decoded(content)
    body = text[max(0, text.find("<OFX>")) :]
    if not body.startswith("<OFX>"):
        raise NotAStatement(NOT_OFX)
    if not body.rstrip().endswith("</OFX>"):
        raise NotAStatement(CUT)
    theirs, rows = _transactions(body)
    if theirs and theirs != {currency}:
        values = {"theirs": ", ".join(sorted(theirs)), "ours": currency}
        raise NotAStatement(str(OTHER_CURRENCY) % values)
    for number, row in enumerate(rows, 1):
        yield _line(row, currency, str(_("Transaction %s")) % number)


def _transactions(body: str) -> tuple[set[str], list[dict[str, str]]]:
    """The currencies named, and each transaction's fields."""
    theirs: set[str] = set()
    rows: list[dict[str, str]] = []
    inside: dict[str, str] | None = None
    for closing, name, value in TOKEN.findall(body):
        if name == "STMTTRN":
            if bool(closing) != (inside is not None):
                raise NotAStatement(CUT)
            if closing and inside is not None:
                rows.append(inside)
            inside = None if closing else {}
        elif closing:
            continue
        elif name == "CURDEF":
            theirs.add(value.strip())
        elif inside is not None:
            inside.setdefault(name, html.unescape(value.strip()))
    if inside is not None:
        raise NotAStatement(CUT)
    return theirs, rows


def _line(row: dict[str, str], currency: str, where: str) -> Line:
    amount = row.get("TRNAMT", "").replace(",", ".")
    return Line(
        _day(row.get("DTPOSTED", "")),
        money(amount, currency, where),
        tidy(" ".join(filter(None, (row.get("MEMO"), row.get("REFNUM"))))),
        tidy(row.get("NAME", ""), LONGEST_NAME),
        tidy(row.get("FITID", ""), LONGEST_NAME),
    )


def _day(text: str) -> date:
    try:
        return datetime.strptime(text[:8], "%Y%m%d").date()
    except ValueError as wrong:
        raise NotAStatement(NOT_OFX) from wrong


def _decoded(content: bytes) -> str:
    """Version 1 says its letters in the head, version 2 as XML does."""
    head = content[:1000]
    charset, encoding = CHARSET.search(head), ENCODING.search(head)
    named = (encoding[1] or encoding[2] if encoding else b"").decode().lower()
    if named in {"usascii", ""} and charset and charset[1] == b"1252":
        named = "cp1252"
    try:
        return content.decode("cp1252" if named == "cp1252" else "utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
