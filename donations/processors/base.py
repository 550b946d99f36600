"""Who moves the money: the contract that every processor keeps.

An implementation must never

- write a row of ours: what it answers is applied elsewhere, under a lock;
- decide to try again, or try twice in one call: there is one owner of retries, us;
- move money in any call but `collect`, `meet` and `refund`, or for what was not
  committed before: the number, or the key, stands in the row it is given;
- send anything that does not stand in that row, so that a repeated call is the same;
- guess: if nobody can say what became of a call it raises `Unanswered`;
- believe a notice: it says which of its things changed, and `look_up` says how;
- put a name, an address, a card or a key into an exception or a log.

Money moves in three steps, so that a crash between any two is found again: `prepare`
makes what will take it and answers with its number; the caller commits that number;
`collect` takes the money, if `look_up` or `prepare` has just said "submitted".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations.models import Checkout, Payment, Pledge
from donations.processors.answers import (
    GoneBack,
    MethodNow,
    Movement,
    OldPlan,
    PaidOut,
    Refunded,
)
from ijm.money import Money


class NotOffered(Exception):
    """This processor cannot do that; `message` says what to do instead."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = message


class NoticeRefused(Exception):
    """A notice that is not from the processor, or not meant for us."""


class Unanswered(Exception):
    """Nobody knows what became of the call: it may have happened. Ask again later."""


class NotPrepared(Exception):
    """The payment has no number of the processor's yet, so nothing can be collected."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a donor pays: lines to copy into a bank form, or a page to go to."""

    reference: str
    lines: tuple[tuple[str, str], ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one try. `state` is a state of Payment; `code` is for staff.

    Of money that came also how much it was, and what the processor kept of it.
    """

    state: str
    processor_ref: str = ""
    received_on: date | None = None
    code: str = ""
    amount: Money | None = None
    fee: Money | None = None
    method: str = ""


@dataclass(frozen=True, slots=True)
class GivenMethod:
    """A card or account that a donor has given the processor, for one pledge."""

    pledge: str
    customer_ref: str
    processor_ref: str
    kind: str = "card"
    brand: str = ""
    last4: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """A page of the processor's where one gift can be paid: its number, its address."""

    number: str
    url: str


@dataclass(frozen=True, slots=True)
class CheckedOut:
    """How such a page stands. `outcome` is there once its giver has done their part.

    `method` is what they left to be charged again, where they agreed to that. A page
    that the processor does not know may be one of another account of ours. `amount` is
    what they paid or agreed to, there with the outcome.
    """

    is_over: bool = False
    is_unknown: bool = False
    outcome: Outcome | None = None
    method: GivenMethod | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """`about` is the processor's number of what changed, for `look_up`."""

    number: str
    kind: str
    about: str


class Processor(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str | Promise: ...

    @property
    def days_to_prepare(self) -> int:
        """How long before its first gift a donor needs.

        Where the gift is taken, at least NOTICE_DAYS: the welcome letter is its notice.
        """

    def begin(self, what: Payment | Pledge) -> Beginning:
        """Tell the donor how to pay. Moves no money."""

    def prepare(self, payment: Payment) -> Outcome:
        """Make what will take the money, once however often it is asked."""

    def collect(self, payment: Payment, today: date) -> Outcome:
        """Try to take what `payment` says, once."""

    def look_up(self, payment: Payment) -> Outcome:
        """What has become of it by now. "submitted" means that nothing was tried."""

    def meet(self, payment: Payment, back: str) -> Beginning:
        """The page where the donor's bank lets them approve it, and then leads `back`.

        Without a page there is nothing to approve any more: look it up. Here, with the
        donor at the other end, money may move as well.
        """

    def call_off(self, payment: Payment) -> Outcome:
        """Take no money for it any more; if it is too late for that, what became."""

    def open_checkout(self, checkout: Checkout, back: str) -> OpenedPage:
        """The page where a gift is paid, and which leads `back`.

        The way back carries `?back=paid` or `?back=left`. Asked again, after an answer
        was lost, it may be another page: nobody was told the way to the first.
        """

    def checked_out(self, checkout: Checkout) -> CheckedOut:
        """What its giver has done there by now."""

    def close_checkout(self, checkout: Checkout) -> None:
        """Nobody can pay there any more; where it is over already, nothing."""

    def checkout_of(self, number: str) -> str:
        """The key of the checkout that a try to pay was made for, or nothing."""

    def refund(self, payment: Payment, amount: Money, key: str) -> Refunded:
        """Send money back the way it came, once for each `key`.

        A processor may forget keys after a day: whoever asks again then looks first.
        """

    def gone_back(self, payment: Payment) -> GoneBack:
        """Every refund and dispute of it by now, also those made elsewhere."""

    def update_method(self, pledge: Pledge, back: str) -> Beginning:
        """The page where its donor gives a card or account, and which leads `back`.

        The way back carries `?visit=`, the number that `method_from` understands.
        """

    def method_from(self, number: str) -> GivenMethod | None:
        """What was given in that visit; None if it was left without giving one."""

    def method_now(self, number: str) -> MethodNow | None:
        """By its number, or that of its mandate; None where nobody there knows it."""

    def old_plan(self, customer: str, number: str) -> OldPlan:
        """Whether it still charges them by itself: by that plan, or without a number

        by any. What cannot be seen has not ended.
        """

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        """Who changed, if the notice is the processor's own; else NoticeRefused."""

    def reconcile(self, since: date, after: str = "") -> Iterable[Movement]:
        """Everything it has moved for us since a day, newest first; what comes `after`

        the line of that number, so that a long list can be read in parts.
        """

    def payouts(self, since: date) -> Iterable[PaidOut]:
        """What it has sent to our bank since a day, or is about to."""

    def lines_of(self, payout: str) -> Iterable[Movement]:
        """Of what a payout is made, without itself."""


NOT_BY_BANK = _("Money sent by bank transfer is recorded by staff, not collected.")
