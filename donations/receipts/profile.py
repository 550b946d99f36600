"""What a country's tax law asks of a document for a gift, as data.

The words are ours and English, whatever language the site speaks: they are what the
charity's adviser approved. Nothing here knows a donor or a database.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_currency

from donations.models.receipt_series import ANNUAL
from ijm import dates
from ijm.money import Money, exponent

# What may be missing, in the words that staff read.
NAME, ADDRESS = "the donor’s name", "the donor’s postal address"
CHARITY_ADDRESS = "our postal address (site settings)"
REGISTRATION, PLACE = "our registration number", "the place of issue"
SIGNATORY, SIGNATURE = "who signs", "the picture of a signature"


@dataclass(frozen=True)
class Wording:
    """Words of one kind of document; {charity} and {registration} are filled."""

    title: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Profile:
    country: str
    begins: tuple[int, int]  # month and day with which the tax year begins
    currency: str
    locale: str
    paper: str
    registration_label: str
    single: Wording
    annual: Wording
    total_label: str
    notes: tuple[str, ...] = ()
    # Rows after the total, made of the total: (label, what it says).
    further_totals: Callable[[str], list[tuple[str, str]]] = lambda total: []
    of_the_charity: tuple[str, ...] = (REGISTRATION,)
    of_the_donor: tuple[str, ...] = (NAME,)
    is_signed: bool = False
    shows_gift_aid: bool = False

    def year_of(self, day: date) -> int:
        """The calendar year in which the tax year of that day ends."""
        later = (day.month, day.day) >= self.begins
        return day.year + (later and self.begins != (1, 1))

    def year_at(self, moment: datetime) -> int:
        """By the charity's own clock: its midnight, not London's, begins a year."""
        return self.year_of(dates.today(moment))

    def days_of(self, year: int) -> tuple[date, date]:
        """First and last day."""
        first = date(year - (self.begins != (1, 1)), *self.begins)
        return first, date(first.year + 1, *self.begins) - timedelta(days=1)

    def is_over(self, year: int, today: date) -> bool:
        return self.days_of(year)[1] < today

    def year_words(self, year: int) -> str:
        """2025, or 2025–26 where it is not the calendar's."""
        if self.begins == (1, 1):
            return str(year)
        return f"{year - 1}–{year % 100:02}"

    def wording(self, kind: str) -> Wording:
        return self.annual if kind == ANNUAL else self.single

    def day(self, day: date) -> str:
        return _day(day, self.locale)

    def amount(self, money: Money) -> str:
        """Always with its cents: a document for an office shows no bare 30."""
        return _amount(money, self.locale)


# The same days and amounts stand on the statements of many donors.
@lru_cache(maxsize=5_000)
def _day(day: date, locale: str) -> str:
    return format_date(day, format="long", locale=locale)


@lru_cache(maxsize=5_000)
def _amount(money: Money, locale: str) -> str:
    value = Decimal(money.minor).scaleb(-exponent(money.currency))
    return format_currency(value, money.currency, locale=locale)
