"""Who moves the money: the contract that every processor keeps.

An implementation never writes our rows, never decides to try again, never takes money
for a payment that was not committed before it was asked, and answers the same call for
the same payment with the same outcome.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations.models import Donor, Payment, Pledge
from ijm.money import Money


class NotOffered(Exception):
    """This processor cannot do that; `message` says what to do instead."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = message


class NoticeRefused(Exception):
    """A notice that is not from the processor, or not meant for us."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a donor pays: lines to copy into a bank form, or a page to go to."""

    reference: str
    lines: tuple[tuple[str, str], ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one try. `state` is a state of Payment; `code` is for staff."""

    state: str
    processor_ref: str = ""
    received_on: date | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of the processor's own books, to hold against our ledger."""

    source_key: str
    amount: Money
    effective_on: date


class Processor(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str | Promise: ...

    @property
    def days_to_prepare(self) -> int:
        """How long before its first gift a donor needs."""

    def begin(self, what: Payment | Pledge) -> Beginning:
        """Tell the donor how to pay. Moves no money."""

    def collect(self, payment: Payment, today: date) -> Outcome:
        """Try to take what `payment` says, once, under its own idempotency key."""

    def refund(self, payment: Payment, amount: Money, key: str) -> Outcome:
        """Send money back the way it came."""

    def update_method(self, donor: Donor) -> Beginning:
        """Where the donor changes the card or account."""

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> str:
        """The processor's number of what changed; the caller fetches it afresh."""

    def reconcile(self, since: date) -> Iterable[Movement]:
        """Everything the processor has moved for us since a day."""


NOT_BY_BANK = _("Money sent by bank transfer is recorded by staff, not collected.")
