"""Refunds of what a processor took, sent back by it: each once, through every crash."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from donations import processors
from donations.going_back.following import follow, write_down
from donations.models import NotDisputable, NotNow, NotRefundable, Refund
from donations.processors.base import NotOffered, Unanswered
from ijm.identity import is_ours

log = logging.getLogger(__name__)

AT_ONCE = 20
LEFT_AFTER = timedelta(minutes=10)  # whoever works on it is done, or dead
SELDOM = timedelta(hours=6)  # a bank takes days, and notices are faster


def send_refunds(now: datetime) -> int:
    """The chore: how many were sent, or asked about again."""
    if not is_ours():
        return 0
    return sum(_safely(refund, now) for refund in to_send(now)[:AT_ONCE])


def to_send(now: datetime) -> QuerySet[Refund]:
    """Agreed to, and not asked about for a while; those that never were come first."""
    without_number = Q(processor_ref=None, asked_at__lt=now - LEFT_AFTER)
    on_its_way = Q(asked_at__lt=now - SELDOM)
    return (
        Refund.objects.to_send()
        .by_processor()
        .filter(Q(asked_at=None) | without_number | on_its_way)
        .select_related("payment")
        .order_by(F("asked_at").asc(nulls_first=True), "requested_at")
    )


def send(refund: Refund, now: datetime) -> None:
    """R2 to R3. It is looked for first, also the first time: keys do not last for ever,

    and a database that came from a backup has forgotten what it asked.
    """
    payment = refund.payment
    refund.hand_over(now)
    # Where others leave it no room, the processor says so, and it has failed.
    with suppress(NotRefundable, NotDisputable):
        follow(payment, now)
    refund.refresh_from_db()
    if refund.processor_ref or not refund.is_to_send:
        return
    processor = processors.named(payment.processor)
    made = processor.refund(payment, refund.amount, str(refund.idempotency_key))
    write_down(refund, made, now)


def _safely(refund: Refund, now: datetime) -> bool:
    """One that breaks stops none of the others."""
    try:
        send(refund, now)
    except (NotNow, NotOffered):
        return False  # called off meanwhile, or its processor is switched off
    except Unanswered as silence:
        log.warning("Refund %s: not known what became (%s).", refund.pk, silence)
    except Exception as broken:  # noqa: BLE001 - the others must go on
        log.error("Refund %s: %s.", refund.pk, type(broken).__name__)
        return False
    return True
