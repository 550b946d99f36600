"""Cards of an old system are charged from here, once its own plan has ended.

Asked of the processor, each hour, from the day of the cut-over on. What falls due in
the time that the old plan was paid for is not taken a second time.
"""

import logging
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from donations import processors
from donations.collecting.adopting import charge_from_now_on, leave_out_before
from donations.models import CardMove, Pledge, StoredMethod
from donations.processors.answers import MethodNow
from donations.processors.base import NotOffered, Unanswered
from ijm import dates, mail
from ijm.identity import is_ours

log = logging.getLogger(__name__)

AT_ONCE = 10
PAUSE = timedelta(hours=1)
NEAR = timedelta(days=10)  # our day may lie a little before theirs
MOVED = "card-moved"


def move_cards(now: datetime) -> int:
    """The chore: how many were asked about."""
    if not is_ours():
        return 0
    return sum(_safely(move, now) for move in to_ask(now)[:AT_ONCE])


def to_ask(now: datetime) -> QuerySet[CardMove]:
    lately = Q(asked_at=None) | Q(asked_at__lt=now - PAUSE)
    return (
        CardMove.objects.waiting()
        .filter(lately, cut_over__lte=dates.today(now))
        .select_related("pledge__donor")
        .order_by(F("asked_at").asc(nulls_first=True), "pk")
    )


def ask(move: CardMove, now: datetime) -> None:
    """Raises Unanswered; then nothing but the time of asking has changed."""
    move.change(asked_at=now)
    processor, paid_until = processors.named(move.processor), None
    if move.released_by_id is None:
        plan = processor.old_plan(move.customer_ref, move.plan_ref)
        if plan.running:
            return move.wait(plan.running)
        paid_until = plan.paid_until
    found = processor.method_now(move.method_ref)
    if found is None or found.customer_ref != move.customer_ref or found.why_not:
        why = found.why_not if found else "unknown"
        return move.refuse(why or "other_customer", now)
    _take_over(move, found, paid_until, now)


def _take_over(
    move: CardMove, found: MethodNow, paid_until: date | None, now: datetime
) -> None:
    with transaction.atomic():
        pledge = Pledge.objects.select_for_update(of=("self",)).get(pk=move.pledge_id)
        move.lock()
        if not move.is_waiting:
            return
        if pledge.is_ended:
            return move.refuse("pledge_ended", now)
        method = _keep(move, pledge, found, now)
        if not method.is_usable:
            return move.refuse(f"ended: {method.ended_reason}", now)
        charge_from_now_on(pledge, method, now)
        if paid_until:
            leave_out_before(pledge, paid_until - NEAR)
        pledge.take_after_notice(pledge.local_day(now))
        move.change(state=CardMove.MOVED, said="", ended_at=now)
        if pledge.donor.email:
            mail.post(
                MOVED, to=pledge.donor.email, about=pledge, cause=f"{MOVED}:{move.pk}"
            )


def _keep(
    move: CardMove, pledge: Pledge, found: MethodNow, now: datetime
) -> StoredMethod:
    words = _("Agreed to in %(system)s, before %(day)s.")
    values = {"system": move.came_by.source, "day": move.cut_over.isoformat()}
    method, _is_new = StoredMethod.objects.get_or_create(
        processor=move.processor,
        processor_ref=move.method_ref,
        defaults={
            "donor": pledge.donor,
            "customer_ref": move.customer_ref,
            "kind": found.kind,
            "brand": found.brand,
            "last4": found.last4,
            "expires_on": found.expires_on,
            "agreed_words": words % values,
            "added_at": now,
        },
    )
    return method


def _safely(move: CardMove, now: datetime) -> bool:
    """One that breaks stops none of the others."""
    try:
        ask(move, now)
    except (Unanswered, NotOffered) as silence:
        log.warning("Card move %s: no answer (%s).", move.pk, silence)
    except Exception as broken:  # noqa: BLE001 - the others must go on
        log.error("Card move %s: %s.", move.pk, type(broken).__name__)
        return False
    return True
