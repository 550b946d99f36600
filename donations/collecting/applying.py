"""T3: what a processor says became of a payment, written down: once, and only forward.

Notices, our own calls and the recovery chore all end here, in any order and at once.
Locks are taken in one order: pledge, payment, instalment.
"""

from datetime import datetime

from django.db import transaction

from donations.collecting import refusing
from donations.collecting.gift_letters import tell_of_one_gift
from donations.models import Instalment, LedgerEntry, Payment, Pledge
from donations.processors.base import Outcome
from ijm import mail

# What may become of what. Where a state is not named, nothing changes it any more but
# a success: money that is here is here.
FORWARD = {
    "created": {"requires_action", "processing", "unknown", "failed", "abandoned"},
    "submitted": {"requires_action", "processing", "unknown", "failed", "abandoned"},
    "requires_action": {"processing", "failed", "abandoned"},
    "processing": {"failed", "abandoned"},
    "unknown": {"requires_action", "processing", "failed", "abandoned"},
}
WAITING = ("scheduled", "collecting", "skipped", "lapsed")


def apply(payment: Payment, outcome: Outcome, now: datetime) -> bool:
    """True if it changed anything. `payment` is as it stands afterwards."""
    with transaction.atomic():
        pledge = hold_pledge_of(payment)
        payment.lock()
        if not _is_forward(payment.state, outcome.state):
            return False
        if outcome.processor_ref and not payment.processor_ref:
            payment.change(processor_ref=outcome.processor_ref)
        if outcome.state == Payment.SUCCEEDED:
            return _succeed(payment, outcome)
        if outcome.state == Payment.FAILED:
            refusing.refuse(payment, pledge, outcome.code, now)
        else:
            payment.change(state=outcome.state, failure_code=outcome.code[:60])
            _wait_or_give_up(payment)
        return True


def hold_pledge_of(payment: Payment) -> Pledge | None:
    """Locked before everything else, as the pledge's own verbs do."""
    pledges = Pledge.objects.filter(instalments__payments=payment.pk)
    return pledges.select_for_update(of=("self",)).first()


def _is_forward(was: str, becomes: str) -> bool:
    if becomes == Payment.SUCCEEDED:
        return was != Payment.SUCCEEDED
    return becomes in FORWARD.get(was, set())


def _succeed(payment: Payment, outcome: Outcome) -> bool:
    assert outcome.received_on is not None
    if outcome.amount != payment.amount:
        # Never seen; if it comes, a person must look before the books say anything.
        changed = payment.state != Payment.UNKNOWN
        payment.change(state=Payment.UNKNOWN, failure_code="amount_differs")
        return changed
    if payment.instalment and not _is_free_for(payment.instalment, payment):
        # Its promise is paid by other money, or over: this is a gift beside it.
        payment.change(instalment=None, note="late")
    # What was given up came all the same.
    payment.change(state=Payment.SUBMITTED, failure_code="")
    payment.settle(outcome.received_on, outcome.method)
    if outcome.fee:
        LedgerEntry.objects.enter_fee(payment, outcome.fee)
    tell_of_one_gift("gift-taken", payment)
    return True


def _is_free_for(instalment: Instalment, payment: Payment) -> bool:
    instalment.refresh_from_db()
    others = instalment.payments.exclude(pk=payment.pk)
    taken = others.exclude(state__in=[Payment.FAILED, Payment.ABANDONED]).exists()
    return instalment.state in WAITING and not taken


def _wait_or_give_up(payment: Payment) -> None:
    if payment.state == Payment.ABANDONED and payment.instalment:
        payment.instalment.give_up()
    if payment.state == Payment.PROCESSING:
        tell_of_one_gift("gift-on-its-way", payment)
    if payment.state == Payment.REQUIRES_ACTION and payment.donor.email:
        mail.post(
            "gift-needs-you",
            to=payment.donor.email,
            about=payment,
            cause=f"gift-needs-you:{payment.pk}",
        )
