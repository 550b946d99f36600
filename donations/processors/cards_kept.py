"""Cards and accounts that Stripe keeps for us: what it says of them by now."""

from datetime import date

from donations.models import StoredMethod
from donations.processors.answers import MethodNow, OldPlan
from donations.processors.at_stripe import client, unanswered
from donations.processors.from_stripe import Refused, Stored
from ijm import dates
from ijm.dates import add_months_clamped

MANDATE = "mandate_"
OVER = ("canceled", "incomplete_expired")
OF_CARDS = ("card", "link")


class CardsKept:
    def method_now(self, number: str) -> MethodNow | None:
        with unanswered():
            try:
                if number.startswith(MANDATE):
                    return _of_mandate(*client().mandate(number))
                return _now(client().method(number))
            except Refused:
                return None

    def old_plan(self, customer: str, number: str) -> OldPlan:
        with unanswered():
            try:
                found = (client().plan(number),) if number else client().plans(customer)
            except Refused as refused:
                return OldPlan(running=refused.code)
        if not found:
            return OldPlan(running="no_plan_found")
        running = [plan.status for plan in found if plan.status not in OVER]
        if any(plan.customer != customer for plan in found):
            running.insert(0, "other_customer")
        ends = [plan.paid_until for plan in found if plan.paid_until]
        return OldPlan(
            running=next(iter(running), ""),
            paid_until=dates.today(max(ends)) if ends else None,
        )


def kind_of(at_stripe: str) -> str:
    return StoredMethod.CARD if at_stripe in OF_CARDS else StoredMethod.DEBIT


def end_of_month(expires: tuple[int, int] | None) -> date | None:
    """A card is good until the last day of the month on it."""
    return add_months_clamped(date(*expires, 1), 0, 31) if expires else None


def _of_mandate(stored: Stored | None, status: str) -> MethodNow | None:
    if stored is None:
        return None
    return _now(stored, "mandate_inactive" if status == "inactive" else "")


def _now(stored: Stored, why_not: str = "") -> MethodNow:
    return MethodNow(
        processor_ref=stored.number,
        customer_ref=stored.customer,
        kind=kind_of(stored.kind),
        brand=stored.brand,
        last4=stored.last4,
        expires_on=end_of_month(stored.expires),
        why_not=why_not or ("" if stored.customer else "detached"),
    )
