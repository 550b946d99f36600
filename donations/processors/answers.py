"""What a processor answers about money that moved, went back, or was paid out to us."""

from dataclasses import dataclass
from datetime import date

from ijm.money import Money


@dataclass(frozen=True, slots=True)
class MethodNow:
    """A card or account as its processor has it by now.

    `why_not` is the processor's word for why it cannot be charged any more.
    """

    processor_ref: str
    customer_ref: str
    kind: str = "card"
    brand: str = ""
    last4: str = ""
    expires_on: date | None = None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class OldPlan:
    """A plan by which the processor itself charges somebody, made for an old system.

    `running` is its word for why it is not over; empty, it has ended. What it took last
    was for the time until `paid_until`.
    """

    running: str = ""
    paid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Refunded:
    """What became of one refund. `state` is a state of Refund; `code` is for staff.

    `key` is the one that `refund` was given, where it was asked for by us.
    """

    state: str
    number: str = ""
    amount: Money | None = None
    day: date | None = None
    key: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Disputed:
    """What a donor's bank does with a payment. `state` is a state of Dispute.

    `fees` are by the number of their line; one below zero was given back.
    """

    number: str
    state: str
    amount: Money
    opened_on: date
    took: bool
    answer_by: date | None = None
    ended_on: date | None = None
    reason: str = ""
    fees: tuple[tuple[str, Money], ...] = ()


@dataclass(frozen=True, slots=True)
class GoneBack:
    """All that went back of one payment, or is on its way."""

    refunds: tuple[Refunded, ...] = ()
    disputes: tuple[Disputed, ...] = ()


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of the processor's own books, to hold against our ledger.

    `amount` and `fee` are in the money of its account there, `own` in the donor's;
    `source` is the processor's number of what it is about: a charge, a refund, a
    dispute. `payment_ref` is the number of the payment that belongs to it.
    """

    CHARGE, REFUND, RETURN = "charge", "refund", "return"
    DISPUTE, PAYOUT, OTHER = "dispute", "payout", "other"

    number: str
    kind: str
    amount: Money
    fee: Money
    own: Money
    day: date
    source: str = ""
    payment_ref: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class PaidOut:
    """One transfer from the processor to our bank."""

    number: str
    amount: Money
    arrives_on: date
    state: str
