"""The demo's newsletter: words, issues that were sent, gatherings, and their readers."""

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ijm import generation
from newsletter.demo import readers
from newsletter.models import (
    ConsentText,
    Delivery,
    Gathering,
    Interest,
    Issue,
    IssueStory,
    Subscription,
)
from stories.models import Story

HERE = Path(__file__).parent
A_YEAR = timedelta(days=370)
SENT_AT = time(9, 0)
KEYS = {"involved": Interest.OPPORTUNITIES}


def load() -> None:
    if Issue.objects.exists():
        return
    now = timezone.now()
    with transaction.atomic():
        words = _write_words(_read("consent_text"), now)
        readers.write_readers(words, now)
        for written in _read("issues")["issues"]:
            _write_issue(written, now)
        _write_gatherings(_read("gatherings")["gatherings"], now)
        generation.bump()


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def _write_words(written: dict[str, Any], now: datetime) -> ConsentText:
    for each in written["interests"]:
        slug = KEYS.get(each["key"], each["key"])
        Interest.objects.filter(slug=slug).update(
            name=each["name"], promise=each["hint"]
        )
    ConsentText.add(
        written["gift_text"], active_from=now - A_YEAR, place=ConsentText.Place.GIFT
    )
    return ConsentText.add(written["text"], active_from=now - A_YEAR)


def _write_issue(written: dict[str, Any], now: datetime) -> None:
    zone = ZoneInfo(settings.TIME_ZONE)
    sent_at = min(datetime.combine(written["sent_on"], SENT_AT, tzinfo=zone), now)
    issue = Issue.objects.create(
        title=written["subject"],
        slug=written["slug"],
        subject=written["subject"],
        preheader=written["preheader"],
        intro=written["intro"],
        send_at=sent_at,
        frozen_at=sent_at,
        begun_at=sent_at,
        sent_at=sent_at,
        created_at=sent_at - timedelta(days=3),
        audience_count=0,
        state=Issue.State.SENT,
    )
    issue.interests.set(Interest.objects.filter(slug=written["interest"]))
    stories = {story.slug: story for story in Story.objects.all()}
    IssueStory.objects.bulk_create(
        IssueStory(issue=issue, story=stories[slug], position=position)
        for position, slug in enumerate(written["stories"])
        if slug in stories
    )
    _deliver(issue, written["interest"], sent_at)


def _deliver(issue: Issue, interest: str, sent_at: datetime) -> None:
    """To everybody who was on the list that day."""
    on = Subscription.objects.filter(interest__slug=interest, began_at__lte=sent_at)
    on = on.exclude(ended_at__lte=sent_at)
    Delivery.objects.bulk_create(
        Delivery(
            issue=issue,
            subscriber_id=subscriber,
            state=Delivery.State.SENT,
            attempts=1,
            sent_at=sent_at,
            code="250 accepted",
        )
        for subscriber in on.values_list("subscriber", flat=True)
    )
    issue.change(audience_count=issue.deliveries.count())


def _write_gatherings(written: list[dict[str, Any]], now: datetime) -> None:
    """On their weekdays, moved on by whole weeks so that the demo has a future."""
    first = min(_begins(each) for each in written)
    weeks = max(timedelta(0), now + timedelta(days=7) - first).days // 7 + 1
    later = timedelta(weeks=weeks) if first < now + timedelta(days=7) else timedelta(0)
    for each in written:
        summary, _stop, _rest = each["description"].partition(". ")
        Gathering.objects.create(
            title=each["title"],
            slug=each["slug"],
            summary=f"{summary.rstrip('.')}.",
            words=each["description"],
            starts_at=_begins(each, later),
            ends_at=_begins(each, later, "ends"),
            time_zone=each["zone"],
            venue=each["place"],
            country=each["country"],
            # The first digit of an Australian postcode is its state.
            postcode_prefixes=[each["postcode"][:1]] if each["postcode"] else [],
            published_at=now - timedelta(days=14),
        )


def _begins(
    written: dict[str, Any], later: timedelta = timedelta(0), key: str = "starts"
) -> datetime:
    """Moved on the wall clock, so that summer time changes no hour."""
    return (written[key] + later).replace(tzinfo=ZoneInfo(written["zone"]))
