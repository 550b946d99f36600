"""What was left between two steps: looked up at its processor, brought to an end.

What nobody can say becomes "unknown", which is a list for people; meanwhile no other
try of that instalment begins.
"""

import logging
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from donations import processors
from donations.collecting.applying import apply
from donations.collecting.taking import go_on, submit, take
from donations.models import Payment
from donations.processors.base import NotOffered, Outcome, Unanswered
from ijm.identity import is_ours

log = logging.getLogger(__name__)

AT_ONCE = 50
LEFT_AFTER = timedelta(minutes=10)  # whoever works on it is done, or dead
KEYS_LAST = timedelta(hours=23)  # Stripe forgets them after a day or more
# Bank debits take days, and notices are faster than asking.
SELDOM = timedelta(hours=6)
DONOR_HAS = timedelta(days=14)


def recover(now: datetime) -> int:
    """The chore: how many were brought on."""
    if not is_ours():
        return 0
    return sum(_safely(payment, now) for payment in left(now)[:AT_ONCE])


def left(now: datetime) -> QuerySet[Payment]:
    """Open, and nobody has asked about them for a while; those longest first."""
    old = now - LEFT_AFTER
    begun = Q(asked_at=None, created_at__lt=old)
    quick = Q(state__in=["created", "submitted"], asked_at__lt=old)
    slow = Q(asked_at__lt=now - SELDOM)
    return (
        Payment.objects.open()
        .filter(begun | quick | slow)
        .order_by(F("asked_at").asc(nulls_first=True), "created_at")
    )


def bring_on(payment: Payment, now: datetime) -> bool:
    """One payment one step further, by what its processor says. True if it moved."""
    before = payment.state
    payment.change(asked_at=now)
    try:
        _step(payment, now)
    except Unanswered as silence:
        log.warning("Payment %s: no answer (%s).", payment.pk, silence)
    payment.refresh_from_db()
    return payment.state != before


def look(payment: Payment, now: datetime) -> None:
    """What it says, written down; nothing is taken by looking."""
    apply(payment, processors.named(payment.processor).look_up(payment), now)


def _step(payment: Payment, now: datetime) -> None:
    if payment.processor_ref:
        return _after_number(payment, now)
    outcome = processors.named(payment.processor).look_up(payment)
    if outcome.processor_ref:
        # It was made, and the number lost on the way to us.
        if outcome.state != Payment.SUBMITTED:
            apply(payment, outcome, now)
        elif submit(payment, outcome.processor_ref, now):
            take(payment, now)
    elif payment.state == Payment.CREATED and now - payment.created_at < KEYS_LAST:
        go_on(payment, now)
    else:
        apply(payment, Outcome(Payment.UNKNOWN), now)


def _after_number(payment: Payment, now: datetime) -> None:
    processor = processors.named(payment.processor)
    outcome = processor.look_up(payment)
    if outcome.state == Payment.SUBMITTED:
        # Nothing was tried: it is still ours to take, or to leave.
        if submit(payment, payment.processor_ref or "", now):
            take(payment, now)
        return
    late = now - payment.created_at > DONOR_HAS
    if outcome.state == Payment.REQUIRES_ACTION and late:
        outcome = processor.call_off(payment)
    apply(payment, outcome, now)


def _safely(payment: Payment, now: datetime) -> bool:
    try:
        return bring_on(payment, now)
    except NotOffered:
        return False  # its processor is switched off: the late check says so
    except Exception as broken:  # noqa: BLE001 - the others must go on
        log.error("Payment %s: %s.", payment.pk, type(broken).__name__)
        return False
