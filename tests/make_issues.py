"""Issues ready to be sent, and many readers made at once by the database."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from newsletter.models import (
    ConsentText,
    Interest,
    Issue,
    IssueStory,
    SendingRules,
    Subscriber,
)
from newsletter.sending.freezing import fan_out, freeze_words
from tests.make_stories import make_person, make_published

MANY = """
    WITH who AS (
        INSERT INTO newsletter_subscriber (address, identity, digest, country,
            postcode, language, created_at, asked_at, confirmed_at)
        SELECT address, address, sha256(address::bytea), '', '', 'en-au', now(), now(),
            now()
        FROM generate_series(%(first)s, %(last)s) n,
            concat('reader', n, '@many.example.org') address RETURNING id
    ), proof AS (
        INSERT INTO newsletter_consentevent (subscriber_id, kind, at, interests,
            consent_text_id, lawful_basis, form, source_path, network, note)
        SELECT id, 'confirmed', now(), '{stories}', %(words)s, 'consent', 'page', '',
            '', ''
        FROM who RETURNING id, subscriber_id
    )
    INSERT INTO newsletter_subscription (subscriber_id, interest_id, evidence_id,
        lawful_basis, began_at, ended_reason)
    SELECT subscriber_id, %(interest)s, id, 'consent', now(), '' FROM proof
"""


def make_many_readers(count: int) -> None:
    """`count` confirmed readers of stories, by one statement."""
    first = Subscriber.objects.count() + 1
    with connection.cursor() as cursor:
        cursor.execute(
            MANY,
            {
                "first": first,
                "last": first + count - 1,
                "words": ConsentText.shown_at(timezone.now()).pk,
                "interest": Interest.objects.get(slug="stories").pk,
            },
        )
        # As autovacuum does within a minute of such a growth.
        cursor.execute("ANALYZE newsletter_subscriber, newsletter_subscription")


def make_issue(stories: int = 1, **columns: Any) -> Issue:
    """A draft for readers of stories."""
    issue = Issue.objects.create(
        title="October news",
        slug=columns.pop("slug", "october-news"),
        subject="What the ledger said",
        intro="Good morning.",
        **columns,
    )
    issue.interests.set(Interest.objects.filter(slug="stories"))
    for position in range(stories):
        story = make_published()
        IssueStory.objects.create(issue=issue, story=story, position=position)
    return issue


def make_rules(**columns: Any) -> SendingRules:
    """As fast as it goes, no trial, one person."""
    plain = {"per_second": 10_000, "trial_size": 0, "two_people": False}
    rules, _made = SendingRules.objects.update_or_create(
        pk=1, defaults={**plain, **columns}
    )
    return rules


def make_under_way(issue: Issue) -> Issue:
    """Scheduled and begun, without waiting for a clock."""
    now = timezone.now()
    freeze_words(issue, now)
    issue.schedule(make_person("Scheduler"), now - timedelta(seconds=1), now)
    fan_out(issue, now)
    issue.refresh_from_db()
    return issue
