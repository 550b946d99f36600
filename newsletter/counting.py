"""Sums of who came and went and of what became of issues, made by the worker.

A page about a million readers reads sums only. Days are counted anew and replaced
whole, so counting twice changes nothing; what is past is counted again only when a
list was taken in with its own dates.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, F, Min, Q

from ijm.dates import add_months_clamped, month_start, start_of, today
from newsletter.models import CountedMonth, Issue, Movement, Notice, Subscription

SLICE = 3.0  # seconds in which another month is begun
EVERY = timedelta(minutes=10)
# A notice may tell today that somebody was lost some days ago.
LATE_NEWS = timedelta(days=3)
# So long after an issue notices of providers still change what became of it.
LATE_NOTICES = timedelta(days=14)
# Where the evidence is a press on "confirm", the page is that of the wish before it.
SOURCE = """
    SELECT s.id, s.subscriber_id, s.began_at, s.ended_at, s.ended_reason,
        coalesce(asked.form, e.form) AS form,
        coalesce(nullif(e.source_path, ''), asked.source_path, '') AS path,
        coalesce(e.source_story_id, asked.source_story_id) AS story
    FROM newsletter_subscription s
    JOIN newsletter_consentevent e ON e.id = s.evidence_id
    LEFT JOIN LATERAL (
        SELECT form, source_path, source_story_id FROM newsletter_consentevent r
        WHERE e.kind = 'confirmed' AND r.kind = 'requested'
            AND r.subscriber_id = s.subscriber_id AND r.at <= e.at
        ORDER BY r.at DESC, r.id DESC LIMIT 1) asked ON true
"""
# A person with two interests joined once, and left when the last one ended.
JOINED = f"""
    SELECT DISTINCT ON (subscriber_id, began_at)
        (began_at AT TIME ZONE %(zone)s)::date AS day, form AS how, path, story
    FROM ({SOURCE} WHERE s.began_at >= %(first)s AND s.began_at < %(end)s
        AND NOT EXISTS (SELECT FROM newsletter_subscription o
            WHERE o.subscriber_id = s.subscriber_id AND o.began_at < s.began_at
                AND (o.ended_at IS NULL OR o.ended_at >= s.began_at))) came
    ORDER BY subscriber_id, began_at, id
"""  # noqa: S608 - of our own words only
LEFT = f"""
    SELECT DISTINCT ON (subscriber_id, ended_at)
        (ended_at AT TIME ZONE %(zone)s)::date AS day, ended_reason AS how, path, story
    FROM ({SOURCE} WHERE s.ended_at >= %(first)s AND s.ended_at < %(end)s
        AND NOT EXISTS (SELECT FROM newsletter_subscription o
            WHERE o.subscriber_id = s.subscriber_id AND o.began_at <= s.ended_at
                AND (o.ended_at IS NULL OR o.ended_at > s.ended_at))) went
    ORDER BY subscriber_id, ended_at, id
"""  # noqa: S608 - of our own words only
SUM_UP = """
    INSERT INTO newsletter_movement (day, kind, how, path, story_id, count)
    SELECT day, %(kind)s, how, path, story, count(*) FROM ({people}) people
    GROUP BY day, how, path, story
"""


def sum_up(now: datetime) -> int:
    """The chore: issues that change, the last days, and months that must be counted."""
    begun = monotonic()
    done = sum(count_outcomes(issue, now) for issue in _changing_issues(now))
    for first, end in _days_to_count(now):
        count_days(first, end)
        CountedMonth.objects.update_or_create(
            first=month_start(end - timedelta(days=1)), defaults={"counted_at": now}
        )
        done += 1
        if monotonic() - begun > SLICE:
            break
    return done


@transaction.atomic
def count_days(first: date, end: date) -> None:
    """Replace what is counted from `first` to the day before `end`."""
    Movement.objects.filter(day__gte=first, day__lt=end).delete()
    moments: dict[str, Any] = {"zone": settings.TIME_ZONE, "first": start_of(first)}
    with connection.cursor() as cursor:
        for kind, people in (("joined", JOINED), ("left", LEFT)):
            values = {**moments, "end": start_of(end), "kind": kind}
            cursor.execute(SUM_UP.format(people=people), values)


def count_outcomes(issue: Issue, now: datetime) -> int:
    """By state of its deliveries; and what providers told afterwards."""
    by_state = issue.deliveries.order_by().values_list("state").annotate(Count("pk"))
    told = Notice.objects.filter(delivery__issue=issue, delivery__state="sent")
    later = told.aggregate(
        returned=Count("delivery", filter=Q(kind="bounced"), distinct=True),
        complained=Count("delivery", filter=Q(kind="complained"), distinct=True),
    )
    issue.change(outcomes={**dict(by_state), **later}, outcomes_at=now)
    return 1


def _changing_issues(now: datetime) -> list[Issue]:
    begun = Issue.objects.exclude(begun_at=None)
    going = Q(state__in=[Issue.State.SENDING, Issue.State.PAUSED])
    ended = Q(sent_at__gt=F("outcomes_at")) | Q(cancelled_at__gt=F("outcomes_at"))
    young = Q(begun_at__gt=now - LATE_NOTICES, outcomes_at__lt=now - EVERY)
    return list(begun.filter(Q(outcomes_at=None) | going | ended | young)[:20])


def _days_to_count(now: datetime) -> Iterator[tuple[date, date]]:
    """The last days again and again, and months that are not counted as they are."""
    counted = dict(CountedMonth.objects.values_list("first", "counted_at"))
    lately = counted.get(month_start(today(now)))
    if lately and lately < now - EVERY:
        yield today(now) - LATE_NEWS, today(now) + timedelta(days=1)
    for first in _months(now):
        if counted.get(first) is None:
            yield first, add_months_clamped(first, 1, 1)


def _months(now: datetime) -> Iterator[date]:
    """All there were readers in, the newest first."""
    earliest = Subscription.objects.aggregate(at=Min("began_at"))["at"]
    month, last = month_start(today(now)), month_start(today(earliest or now))
    while month >= last:
        yield month
        month = add_months_clamped(month, -1, 1)
