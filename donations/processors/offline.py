"""Bank transfer, standing order, cheque: the donor sends, staff record what came."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations.models import Checkout, Payment, Pledge
from donations.processors.answers import (
    GoneBack,
    MethodNow,
    Movement,
    OldPlan,
    PaidOut,
    Refunded,
)
from donations.processors.base import (
    NOT_BY_BANK,
    Beginning,
    CheckedOut,
    GivenMethod,
    Notice,
    NotOffered,
    OpenedPage,
    Outcome,
)
from ijm.models import SiteSettings
from ijm.money import Money

NO_CARD = gettext_lazy("You pay from your own bank; there is no card here to change.")
BY_STATEMENT = gettext_lazy(
    "Compare the ledger with the bank statement of the account."
)
SENT_BY_HAND = gettext_lazy(
    "Send the money back from the bank account, then record it."
)

NO_PAGE = gettext_lazy("A bank transfer is sent from the giver's own bank.")


class Offline:
    name = "offline"
    title = gettext_lazy("bank transfer")
    days_to_prepare = 3  # a standing order takes a bank about that long

    def begin(self, what: Payment | Pledge) -> Beginning:
        reference = what.reference or ""
        lines = (*SiteSettings.current().bank_lines, (_("Reference"), reference))
        return Beginning(reference, lines)

    def prepare(self, payment: Payment) -> Outcome:
        raise NotOffered(NOT_BY_BANK)

    def collect(self, payment: Payment, today: date) -> Outcome:
        raise NotOffered(NOT_BY_BANK)

    def look_up(self, payment: Payment) -> Outcome:
        raise NotOffered(NOT_BY_BANK)

    def meet(self, payment: Payment, back: str) -> Beginning:
        raise NotOffered(NOT_BY_BANK)

    def call_off(self, payment: Payment) -> Outcome:
        raise NotOffered(NOT_BY_BANK)

    def open_checkout(self, checkout: Checkout, back: str) -> OpenedPage:
        raise NotOffered(NO_PAGE)

    def checked_out(self, checkout: Checkout) -> CheckedOut:
        raise NotOffered(NO_PAGE)

    def close_checkout(self, checkout: Checkout) -> None:
        raise NotOffered(NO_PAGE)

    def checkout_of(self, number: str) -> str:
        raise NotOffered(NO_PAGE)

    def refund(self, payment: Payment, amount: Money, key: str) -> Refunded:
        raise NotOffered(SENT_BY_HAND)

    def gone_back(self, payment: Payment) -> GoneBack:
        raise NotOffered(SENT_BY_HAND)

    def update_method(self, pledge: Pledge, back: str) -> Beginning:
        raise NotOffered(NO_CARD)

    def method_from(self, number: str) -> GivenMethod | None:
        raise NotOffered(NO_CARD)

    def method_now(self, number: str) -> MethodNow | None:
        raise NotOffered(NO_CARD)

    def old_plan(self, customer: str, number: str) -> OldPlan:
        raise NotOffered(NO_CARD)

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        raise NotOffered(gettext_lazy("A bank sends statements, not notices."))

    def reconcile(self, since: date, after: str = "") -> Iterable[Movement]:
        raise NotOffered(BY_STATEMENT)

    def payouts(self, since: date) -> Iterable[PaidOut]:
        raise NotOffered(BY_STATEMENT)

    def lines_of(self, payout: str) -> Iterable[Movement]:
        raise NotOffered(BY_STATEMENT)
