"""A processor that moves nothing, for development: the amount decides what happens.

Amounts that end in 13 minor units are declined, in 14 need the donor; others succeed.
It remembers nothing, so that what it says follows from the row alone.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from donations.models import Checkout, Payment, Pledge, Refund
from donations.processors.answers import (
    GoneBack,
    MethodNow,
    Movement,
    OldPlan,
    PaidOut,
    Refunded,
)
from donations.processors.base import (
    Beginning,
    CheckedOut,
    GivenMethod,
    Notice,
    NoticeRefused,
    NotPrepared,
    OpenedPage,
    Outcome,
)
from donations.schedule import NOTICE_DAYS
from ijm import dates
from ijm.money import Money

NOTICE = b"pretend:"


class Pretend:
    name = "pretend"
    title = _("pretended card")
    days_to_prepare = NOTICE_DAYS

    def begin(self, what: Payment | Pledge) -> Beginning:
        return Beginning(what.reference or "", ((str(_("Card")), "0000"),))

    def prepare(self, payment: Payment) -> Outcome:
        return Outcome(Payment.SUBMITTED, f"pretend-{payment.idempotency_key}")

    def collect(self, payment: Payment, today: date) -> Outcome:
        number = payment.processor_ref
        if not number:
            raise NotPrepared(str(payment.pk))
        match payment.amount_minor % 100:
            case 13:
                return Outcome(Payment.FAILED, number, code="generic_decline")
            case 14:
                return Outcome(Payment.REQUIRES_ACTION, number)
            case _other:
                return Outcome(
                    Payment.SUCCEEDED,
                    number,
                    received_on=today,
                    amount=payment.amount,
                    method="card",
                )

    def look_up(self, payment: Payment) -> Outcome:
        made_on = payment.received_on or dates.today(payment.created_at)
        return self.collect(payment, made_on)

    def meet(self, payment: Payment, back: str) -> Beginning:
        return Beginning(payment.known_by, url=back)

    def call_off(self, payment: Payment) -> Outcome:
        return Outcome(Payment.ABANDONED, payment.processor_ref or "")

    def open_checkout(self, checkout: Checkout, back: str) -> OpenedPage:
        return OpenedPage(f"pretend-{checkout.pk}", f"{back}?back=paid")

    def checked_out(self, checkout: Checkout) -> CheckedOut:
        """As if its giver came back at once, with a good card."""
        if not checkout.typed:
            return CheckedOut(is_over=True)
        number, day = f"pretend-paid-{checkout.pk}", dates.today(checkout.created_at)
        amount = checkout.gift.amount
        outcome = Outcome(Payment.SUCCEEDED, number, day, amount=amount, method="card")
        method = GivenMethod("", "pretend", number, brand="pretend", last4="0000")
        return CheckedOut(outcome=outcome, method=method, amount=amount)

    def close_checkout(self, checkout: Checkout) -> None:
        """There is no page."""

    def checkout_of(self, number: str) -> str:
        return number.removeprefix("pretend-paid-")

    def refund(self, payment: Payment, amount: Money, key: str) -> Refunded:
        number = f"pretend-refund-{key}"
        return Refunded(Refund.SUCCEEDED, number, amount, dates.today(), key)

    def gone_back(self, payment: Payment) -> GoneBack:
        return GoneBack()

    def update_method(self, pledge: Pledge, back: str) -> Beginning:
        return Beginning(pledge.reference, url=f"{back}?visit=pretend-{pledge.pk}")

    def method_from(self, number: str) -> GivenMethod | None:
        pledge = number.removeprefix("pretend-")
        return GivenMethod(pledge, "pretend", number, brand="pretend", last4="0000")

    def method_now(self, number: str) -> MethodNow | None:
        return MethodNow(number, "pretend", brand="pretend", last4="0000")

    def old_plan(self, customer: str, number: str) -> OldPlan:
        return OldPlan()

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        if not body.startswith(NOTICE):
            raise NoticeRefused
        number = body.removeprefix(NOTICE).decode()
        return Notice(number, "pretend", number)

    def reconcile(self, since: date, after: str = "") -> Iterable[Movement]:
        settled = Payment.objects.settled().filter(
            processor=self.name, received_on__gte=since
        )
        for payment in settled:
            yield Movement(
                number=f"pretend-line-{payment.pk}",
                kind=Movement.CHARGE,
                amount=payment.amount,
                fee=Money(0, payment.currency),
                own=payment.amount,
                day=payment.received_on or since,
                payment_ref=payment.processor_ref or "",
            )

    def payouts(self, since: date) -> Iterable[PaidOut]:
        return ()

    def lines_of(self, payout: str) -> Iterable[Movement]:
        return ()
