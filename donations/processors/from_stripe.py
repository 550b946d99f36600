"""What comes out of Stripe, in our words; known without loading its SDK."""

from dataclasses import dataclass
from datetime import datetime


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
