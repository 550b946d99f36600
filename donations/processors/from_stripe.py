"""What comes out of Stripe, in our words; known without loading its SDK."""

from dataclasses import dataclass
from datetime import datetime

from ijm.money import exponent

# Whole units alone; ISK and UGX have no coins either, and Stripe counts some for them.
# https://docs.stripe.com/currencies#zero-decimal
WITHOUT_COINS = {
    *("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA"),
    *("PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"),
}


def counts_alike(currency: str) -> bool:
    """Whether Stripe's smallest unit of a currency is ours, so that sums can be sent.

    Its currencies of three decimals want the last one to be zero; they are left out.
    """
    return exponent(currency) == (0 if currency in WITHOUT_COINS else 2)


class Refused(Exception):
    """Stripe will not do it, and has not; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Declined(Refused):
    """The card's bank said no. The intent knows more."""


class NoAnswer(Exception):
    """Stripe may have done it or not; the word is the kind of trouble."""


class Forged(Exception):
    """Not signed by Stripe with our secret, or too old."""


@dataclass(frozen=True, slots=True)
class Intent:
    """A PaymentIntent, as far as we need to know it."""

    number: str
    status: str
    minor: int
    currency: str
    code: str = ""
    method_kind: str = ""
    settled_at: datetime | None = None
    fee_minor: int = 0
    fee_currency: str = ""
    checkout: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A page of Checkout: its number, and the way there."""

    number: str
    url: str


@dataclass(frozen=True, slots=True)
class Session:
    """How a page of Checkout stands: "open", "complete" or "expired"."""

    status: str
    intent: Intent | None
    method: "Given | None"


@dataclass(frozen=True, slots=True)
class Given:
    """What a donor left at Checkout: a method, and for which pledge."""

    pledge: str
    customer: str
    method: str
    kind: str
    brand: str
    last4: str
    expires: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Event:
    number: str
    kind: str
    live: bool
    object_kind: str
    object_number: str
    intent: str


@dataclass(frozen=True, slots=True)
class SentBack:
    """A refund. `key` is ours, where we asked for it."""

    number: str
    status: str
    minor: int
    currency: str
    made_at: datetime
    key: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of Stripe's books about a dispute: below zero what it took."""

    number: str
    minor: int
    fee_minor: int
    fee_currency: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class Disputed:
    number: str
    status: str
    minor: int
    currency: str
    reason: str
    made_at: datetime
    answer_by: datetime | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """A card or account as it stands there now. Without a customer it was detached."""

    number: str
    customer: str
    kind: str
    brand: str
    last4: str
    expires: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A subscription."""

    number: str
    customer: str
    status: str
    paid_until: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """A balance transaction; of its source what the donor gave or got."""

    number: str
    kind: str
    minor: int
    fee_minor: int
    currency: str
    made_at: datetime
    source: str = ""
    source_kind: str = ""
    own_minor: int = 0
    own_currency: str = ""
    intent: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A payout."""

    number: str
    minor: int
    currency: str
    arrives_at: datetime
    status: str


@dataclass(frozen=True, slots=True)
class Made:
    """An intent as it was made: for which payment, in which words, by which method."""

    intent: Intent
    payment: str
    words: str
    method: str
    made_at: datetime
