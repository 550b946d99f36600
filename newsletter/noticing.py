"""Notices of providers: keep each once, then let it have its effect.

They come twice, late and in any order, so each is a row first, and its effect is one
that a second time changes nothing.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from newsletter.bouncing import close_complaint, close_dead_address
from newsletter.models import Delivery, Notice
from newsletter.occasion import Occasion

AT_ONCE = 200
DEAD = {"bounced", "invalid"}
ARRIVED = {"delivered", "sent", "opened", "clicked", "complained", "autoresponded"}
State = Delivery.State


def keep(provider: str, event: Any, now: datetime) -> None:
    """`event` is django-anymail's; one without our number is about no delivery."""
    number = str((event.metadata or {}).get("delivery", ""))
    known = number.isascii() and number.isdigit() and len(number) < 19
    delivery = Delivery.objects.filter(pk=int(number)).first() if known else None
    own = event.event_id or f"{event.message_id}:{event.event_type}"
    at = min(event.timestamp or now, now)
    row = Notice(
        provider=provider,
        event_id=str(own)[:160],
        kind=str(event.event_type)[:20],
        reason=str(event.reject_reason or "")[:20],
        delivery=delivery,
        at=at,
        received_at=now,
    )
    Notice.objects.bulk_create([row], ignore_conflicts=True)


def apply_notices(now: datetime) -> int:
    """The chore: each notice in its own transaction."""
    applied = 0
    while applied < AT_ONCE and _apply_next(now):
        applied += 1
    return applied


@transaction.atomic
def _apply_next(now: datetime) -> bool:
    waiting = Notice.objects.filter(applied_at=None).order_by("received_at", "pk")
    notice = waiting.select_for_update(skip_locked=True).first()
    if notice is None:
        return False
    if notice.delivery:
        _apply(notice, notice.delivery)
    notice.change(applied_at=now)
    return True


def _apply(notice: Notice, delivery: Delivery) -> None:
    occasion = Occasion(at=notice.at, form=f"notice {notice.provider}"[:20])
    if notice.kind in ARRIVED:
        _heal(delivery, State.SENT, notice)
    if notice.kind == "complained":
        close_complaint(delivery.subscriber, occasion)
    if notice.kind in {"bounced", "rejected", "failed"}:
        _heal(delivery, State.FAILED, notice)
    if notice.kind == "bounced" and notice.reason in DEAD:
        close_dead_address(delivery.subscriber, occasion)


def _heal(delivery: Delivery, state: str, notice: Notice) -> None:
    """What nobody knew is known now. What we knew is not overwritten."""
    unknown = Delivery.objects.filter(pk=delivery.pk, state=State.UNKNOWN)
    unknown.update(
        state=state,
        code=f"{notice.kind}, says {notice.provider}",
        sent_at=notice.at if state == State.SENT else None,
    )
