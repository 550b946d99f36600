"""Rows of an issue: taken a few at a time, and told what became of them.

`sending` is committed before a byte leaves. Taking and noting are separate statements:
in one, two workers wait for each other's rows for ever (PostgreSQL keeps a skipped
row's lock to the end of the transaction).
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from newsletter.audience import audience
from newsletter.models import Delivery, Issue
from newsletter.sending.outcome import Outcome, What

# Above the longest wait for an answer, and above the lease of the chore.
LEASE = timedelta(seconds=120)
PAUSES = [timedelta(minutes=each) for each in (5, 20, 60, 240)]
# The rows are chosen in a CTE that locks, which is carried out once. As a subquery of
# IN, a nested loop carries it out again for each row, and each time it skips what it
# has locked before: more than `limit` rows are taken.
CLAIM = """
    WITH next AS (
        SELECT d.id FROM newsletter_delivery d
        JOIN newsletter_issue i ON i.id = d.issue_id AND i.state = 'sending'
        WHERE d.issue_id = %(issue)s AND d.state = 'pending'
            AND (d.next_try_at IS NULL OR d.next_try_at <= %(now)s)
        ORDER BY d.id LIMIT %(limit)s FOR UPDATE OF d SKIP LOCKED)
    UPDATE newsletter_delivery d SET state = 'sending', attempts = d.attempts + 1,
        worker = %(worker)s, lease_until = %(lease)s
    FROM next WHERE d.id = next.id
    RETURNING d.id, d.subscriber_id
"""
NOTE = """
    UPDATE newsletter_delivery d SET state = v.state, code = v.code,
        provider_id = v.provider, lease_until = NULL,
        sent_at = CASE WHEN v.state = 'sent' THEN %(now)s END,
        attempts = d.attempts - v.not_counted,
        next_try_at = CASE WHEN v.later THEN
            %(now)s + (%(pauses)s::interval[])[d.attempts] END
    FROM unnest(%(ids)s::bigint[], %(states)s::text[], %(codes)s::text[],
        %(providers)s::text[], %(laters)s::bool[], %(not_counted)s::int[])
        AS v(id, state, code, provider, later, not_counted)
    WHERE d.id = v.id AND d.worker = %(worker)s AND d.state = 'sending'
"""
STATES = {
    What.ACCEPTED: Delivery.State.SENT,
    What.DEAD_ADDRESS: Delivery.State.FAILED,
    What.REFUSED: Delivery.State.FAILED,
    What.LATER: Delivery.State.PENDING,
    What.OUR_FAULT: Delivery.State.PENDING,
    What.NOT_BEGUN: Delivery.State.PENDING,
    What.UNKNOWN: Delivery.State.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Claimed:
    delivery: int
    subscriber: int
    address: str


def claim(
    issue: Issue, worker: uuid.UUID, limit: int, now: datetime
) -> tuple[list[Claimed], int]:
    """Rows that are ours now, and how many were taken; who left is skipped."""
    values: dict[str, Any] = {
        "worker": worker,
        "lease": now + LEASE,
        "issue": issue.pk,
        "now": now,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        rows = cursor.fetchall()
    wanted = [subscriber for _delivery, subscriber in rows]
    still = dict(audience(issue).filter(pk__in=wanted).values_list("pk", "address"))
    gone = [delivery for delivery, subscriber in rows if subscriber not in still]
    if gone:
        _ours(worker).filter(pk__in=gone).update(
            state=Delivery.State.SKIPPED, lease_until=None
        )
    claimed = [
        Claimed(delivery, subscriber, still[subscriber])
        for delivery, subscriber in rows
        if subscriber in still
    ]
    return claimed, len(rows)


def note(outcomes: Iterable[Outcome], worker: uuid.UUID, now: datetime) -> None:
    """Write down what became of rows that this worker holds."""
    rows = list(outcomes)
    if not rows:
        return
    values: dict[str, Any] = {
        "ids": [row.delivery for row in rows],
        "states": [str(STATES[row.what]) for row in rows],
        "codes": [row.note for row in rows],
        "providers": [row.provider_id for row in rows],
        "laters": [row.what is What.LATER for row in rows],
        "not_counted": [
            int(row.what in {What.OUR_FAULT, What.NOT_BEGUN}) for row in rows
        ],
        "pauses": PAUSES,
        "worker": worker,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(NOTE, values)
    if any(values["laters"]):
        _give_up_after_the_last_pause(values["ids"])


def _give_up_after_the_last_pause(ids: list[int]) -> None:
    tired = Delivery.objects.filter(pk__in=ids, attempts__gt=len(PAUSES))
    tired.filter(state=Delivery.State.PENDING).update(
        state=Delivery.State.FAILED, next_try_at=None
    )


def give_up_on_the_lost(now: datetime) -> int:
    """Rows whose worker died between "sending" and our note: nobody can know."""
    lost = Delivery.objects.filter(state=Delivery.State.SENDING, lease_until__lt=now)
    return lost.update(
        state=Delivery.State.UNKNOWN, lease_until=None, code="the worker was stopped"
    )


def _ours(worker: uuid.UUID):  # type: ignore[no-untyped-def]
    return Delivery.objects.filter(worker=worker, state=Delivery.State.SENDING)
