"""Money: a whole number of minor units and a currency. No float ever comes near it.

Exponents and formatting follow CLDR through Babel (JPY has no minor unit, KWD three).
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import total_ordering

from babel.numbers import (
    format_currency,
    get_currency_precision,
    get_currency_symbol,
)
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import to_locale

MOST_MINOR = 10**13  # far above any gift, far below bigint
MOST_DIGITS = 40
TYPED = re.compile(r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?\Z")
INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]")


class CurrencyMismatch(Exception):
    """Two currencies met in one sum or comparison."""


class AmountNotUnderstood(ValueError):
    """What was typed is no amount; `code` names why, `message` says what to type."""

    def __init__(self, code: str, message: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


def exponent(currency: str) -> int:
    """How many decimals the currency has: AUD 2, JPY 0, KWD 3."""
    return get_currency_precision(currency)


def examples(currency: str) -> str | Promise:
    """How amounts of this currency may be typed."""
    return _("45 or 45.50") if exponent(currency) else _("4500")


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError("Money is counted in whole minor units.")

    @classmethod
    def parse(cls, typed: str, currency: str) -> "Money":
        """What a person typed as an amount: `30`, `$30.50`, `1,200`.

        Raises AmountNotUnderstood (codes: missing, format, decimals, zero, large).
        """
        text = INVISIBLE.sub("", unicodedata.normalize("NFKC", typed))
        for sign in _signs(currency):
            text = text.removeprefix(sign).removesuffix(sign)
        if not text:
            raise AmountNotUnderstood("missing", _("Enter an amount."))
        match = TYPED.match(text)
        if not match or not text.isascii():
            raise AmountNotUnderstood(
                "format",
                _("Enter an amount in numbers, like %(examples)s.")
                % {"examples": examples(currency)},
            )
        places, part = exponent(currency), match["part"] or ""
        if len(part) > places:
            raise AmountNotUnderstood("decimals", _decimals_sentence(places))
        digits = match["whole"].replace(",", "") + part.ljust(places, "0")
        minor = int(digits[:MOST_DIGITS])  # Python refuses 4,300 digits and more
        if minor == 0:
            raise AmountNotUnderstood("zero", _("Enter an amount above zero."))
        if minor > MOST_MINOR:
            raise AmountNotUnderstood("large", _("Enter a smaller amount."))
        return cls(minor, currency)

    @property
    def is_zero(self) -> bool:
        return self.minor == 0

    @property
    def plain(self) -> str:
        """Digits for a form field, no sign of currency: `30`, `30.50`."""
        places = exponent(self.currency)
        amount = Decimal(self.minor).scaleb(-places)
        return f"{amount:.0f}" if amount == int(amount) else f"{amount:.{places}f}"

    def format(self, locale: str | None = None) -> str:
        """As a reader of the language expects it: `$30`, `$30.50`."""
        places = exponent(self.currency)
        whole = self.minor % 10**places == 0
        return format_currency(
            Decimal(self.minor).scaleb(-places),
            self.currency,
            format="¤#,##0" if whole else None,
            locale=locale or to_locale(translation.get_language() or "en-au"),
            currency_digits=not whole,
        )

    def __str__(self) -> str:
        return self.format()

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.minor * times, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other.minor


def _signs(currency: str) -> tuple[str, ...]:
    """What people type beside an amount: `A$`, `$`, `AUD`. Other money's is refused."""
    full = get_currency_symbol(currency, locale="en")
    narrow = full.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return tuple(sign for sign in (currency, full, narrow) if sign)


def _decimals_sentence(places: int) -> str | Promise:
    if places == 0:
        return _("Enter a whole amount; this currency has no smaller coins.")
    if places == 2:
        return _("Enter an amount with at most two decimals, like 30.50.")
    return _("Enter an amount with at most three decimals, like 30.500.")
