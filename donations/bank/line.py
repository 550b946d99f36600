"""One line of a statement, and what keeps the same one from being taken in twice."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm.money import MOST_MINOR, Money, exponent

AMOUNT = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>\d{1,13})(?:\.(?P<part>\d{1,6}))?\Z", re.ASCII
)
LONGEST_TEXT, LONGEST_NAME = 1_000, 200


class NotAStatement(Exception):
    """The file is refused as a whole; `message` says where, and what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class Line:
    """`amount` below zero is money that left. `bank_ref` is the bank's own number."""

    booked_on: date
    amount: Money
    text: str
    name: str = ""
    bank_ref: str = ""

    @property
    def fingerprint(self) -> bytes:
        """The same for the same line in whatever file, and for an equal one.

        A bank's own number says it alone, with day and amount: banks word a line anew.
        """
        words = (self.bank_ref,) if self.bank_ref else ("", self.text, self.name)
        facts = (self.booked_on.isoformat(), str(self.amount.minor), *words)
        return hashlib.sha256("\x1f".join(facts).encode()).digest()


def counted(lines: Iterable[Line]) -> Iterator[tuple[Line, bytes, int]]:
    """With its number among equal lines of the file: two equal gifts are two gifts."""
    met: Counter[bytes] = Counter()
    for line in lines:
        found = line.fingerprint
        met[found] += 1
        yield line, found, met[found]


def money(text: str, currency: str, where: str) -> Money:
    """`1234.50` or `-7`, as machines write; never a digit thrown away."""
    match = AMOUNT.match(text.strip())
    places = exponent(currency)
    part = match["part"] or "" if match else ""
    if match is None or part[places:].strip("0"):
        words = _("%(where)s: “%(text)s” is no amount in %(currency)s.")
        values = {"where": where, "text": text[:40], "currency": currency}
        raise NotAStatement(str(words) % values)
    minor = int(match["whole"] + part[:places].ljust(places, "0"))
    if minor > MOST_MINOR:
        raise NotAStatement(str(_("%s: the amount is too large.")) % where)
    return Money(-minor if match["sign"] == "-" else minor, currency)


def tidy(text: str, longest: int = LONGEST_TEXT) -> str:
    """White space as one space, and nothing that a database cannot keep."""
    return " ".join(text.replace("\x00", " ").split())[:longest]
