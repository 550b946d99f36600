"""A CSV statement: each bank has its own columns, so staff say once which is which."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_lazy as _

from donations.bank.line import LONGEST_NAME, Line, NotAStatement, money, tidy
from ijm.money import Money
from newsletter.moving_in.table import NotATable, cells

DATE_FORMS = {
    "%d/%m/%Y": _("31/01/2026"),
    "%m/%d/%Y": _("01/31/2026"),
    "%Y-%m-%d": _("2026-01-31"),
    "%d.%m.%Y": _("31.01.2026"),
    "%d %b %Y": _("31 Jan 2026"),
    "%Y%m%d": _("20260131"),
    "%d/%m/%y": _("31/01/26"),
}
LOOKS_LIKE_DAY = re.compile(r"\d{1,4}[/.\- ]\w{1,3}[/.\- ]\d{2,4}\Z|\d{8}\Z")
CUT = _(
    "Line %s has not as many cells as the first. Was the file cut off? Nothing of it "
    "was taken in; export it again."
)
NO_DAY = _("Line %(line)s: “%(text)s” is no day like %(form)s.")
NO_SUM = _("Line %s: the balance does not follow from the one before. Is a line gone?")
MISSING = _("The file has no column “%s” any more. Say again which column is which.")


@dataclass(frozen=True)
class Columns:
    """Which column is which. Money stands in one column with a sign, or in two."""

    day: str
    day_form: str = "%d/%m/%Y"
    amount: str = ""
    paid_in: str = ""
    paid_out: str = ""
    texts: list[str] = field(default_factory=list)
    name: str = ""
    bank_ref: str = ""
    balance: str = ""
    decimal: str = "."

    @property
    def stored(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def named(self) -> list[str]:
        singles = (self.day, self.amount, self.paid_in, self.paid_out)
        more = (self.name, self.bank_ref, self.balance, *self.texts)
        return [each for each in (*singles, *more) if each]


def opened(content: bytes) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The headings, and (line number, cells) of every row. Refused if rows differ."""
    try:
        rows = list(cells(BytesIO(content), len(content)))
    except NotATable as wrong:
        raise NotAStatement(wrong.message) from wrong
    first = rows[0][1]
    if _has_no_headings(first):
        headings = [str(_("Column %s")) % n for n in range(1, len(first) + 1)]
    else:
        headings, rows = _unlike(first), rows[1:]
    for number, row in rows:
        if len(row) != len(headings):
            raise NotAStatement(str(CUT) % number)
    return headings, rows


def lines(content: bytes, columns: Columns, currency: str) -> Iterator[Line]:
    headings, rows = opened(content)
    for wanted in columns.named:
        if wanted not in headings:
            raise NotAStatement(str(MISSING) % wanted)
    found, balances = [], []
    for number, row in rows:
        cell = dict(zip(headings, row, strict=True))
        found.append((number, _line(cell, columns, currency, number)))
        if columns.balance:
            balances.append(_sum(cell[columns.balance], columns, currency, number))
    if balances:
        _follow(found, balances)
    return (line for _number, line in found)


def _line(cell: dict[str, str], columns: Columns, currency: str, number: int) -> Line:
    if columns.amount:
        amount = _sum(cell[columns.amount], columns, currency, number)
    else:
        came = _sum(cell[columns.paid_in] or "0", columns, currency, number)
        left = _sum(cell[columns.paid_out] or "0", columns, currency, number)
        amount = came - Money(abs(left.minor), currency)
    return Line(
        _day(cell[columns.day], columns.day_form, number),
        amount,
        tidy(" ".join(cell[each] for each in columns.texts)),
        tidy(cell.get(columns.name, ""), LONGEST_NAME),
        tidy(cell.get(columns.bank_ref, ""), LONGEST_NAME),
    )


def _follow(found: list[tuple[int, Line]], balances: list[Money]) -> None:
    """Each balance is the one before and the line: read downwards, or upwards."""
    sums = [line.amount for _number, line in found]
    down = _first_break(sums, balances)
    up = _first_break(sums[::-1], balances[::-1])
    if down is not None and up is not None:
        raise NotAStatement(str(NO_SUM) % found[down][0])


def _first_break(sums: list[Money], balances: list[Money]) -> int | None:
    for at in range(1, len(sums)):
        if balances[at - 1] + sums[at] != balances[at]:
            return at
    return None


def _sum(text: str, columns: Columns, currency: str, number: int) -> Money:
    plain = re.sub(r"[\s\u00a0$€£¥]", "", text).replace("\u2212", "-")
    thousands = "," if columns.decimal == "." else "."
    plain = plain.replace(thousands, "").replace(columns.decimal, ".")
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    return money(plain, currency, str(_("Line %s")) % number)


def _day(text: str, form: str, number: int) -> date:
    try:
        return datetime.strptime(text.strip(), form).date()
    except ValueError as wrong:
        values = {"line": number, "text": text[:40], "form": DATE_FORMS[form]}
        raise NotAStatement(str(NO_DAY) % values) from wrong


def _has_no_headings(first: list[str]) -> bool:
    """Some banks begin with a line of money at once."""
    return any(LOOKS_LIKE_DAY.match(cell) for cell in first)


def _unlike(headings: list[str]) -> list[str]:
    """Two columns of one name are told apart by a number."""
    met: dict[str, int] = {}
    found = []
    for heading in headings:
        met[heading] = met.get(heading, 0) + 1
        again = met[heading] > 1
        found.append(f"{heading} ({met[heading]})" if again or not heading else heading)
    return found
