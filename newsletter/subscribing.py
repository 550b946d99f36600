"""Beginning and ending subscriptions: the two moves that all of joining, choosing and
leaving are made of. Each needs its evidence."""

import re
from datetime import datetime

from ijm import journal
from newsletter.models import (
    ConsentEvent,
    Interest,
    LawfulBasis,
    Subscriber,
    Subscription,
)
from stories.models import Edition, Story

STORY_PATH = re.compile(r"/stories/(?P<slug>[\w-]+)/\Z", re.ASCII)


def begin(subscriber: Subscriber, slugs: list[str], evidence: ConsentEvent) -> None:
    """Begin what is not on already; safe to run twice."""
    Subscription.objects.bulk_create(
        [
            Subscription(
                subscriber=subscriber,
                interest=interest,
                evidence=evidence,
                lawful_basis=evidence.lawful_basis or LawfulBasis.CONSENT,
                began_at=evidence.at,
            )
            for interest in Interest.objects.filter(slug__in=slugs)
        ],
        ignore_conflicts=True,
    )


def end(
    subscriber: Subscriber, slugs: list[str], reason: str, now: datetime
) -> list[str]:
    """End these interests; returns those that were on."""
    on = subscriber.subscriptions.current().filter(interest__slug__in=slugs)
    ended = list(on.values_list("interest__slug", flat=True))
    on.update(ended_at=now, ended_reason=reason)
    if ended and subscriber.digest:
        who = bytes(subscriber.digest).hex()
        journal.note("newsletter-ended", who=who, slugs=ended, reason=str(reason))
    return ended


def settle_area(
    subscriber: Subscriber, slugs: list[str], country: str, postcode: str
) -> None:
    """Keep an area only for somebody who wants mail that depends on it."""
    if Interest.objects.filter(slug__in=slugs, needs_area=True).exists():
        subscriber.change(country=country, postcode=postcode)
    else:
        subscriber.change(country="", postcode="")


def story_at(path: str) -> Story | None:
    """The story a form stood under, by its path."""
    if not (found := STORY_PATH.match(path)):
        return None
    live = Edition.objects.filter(slug=found["slug"], ended_at=None)
    edition = live.select_related("story").first()
    return edition.story if edition else None
