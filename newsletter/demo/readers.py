"""Two hundred made-up readers who came, and some who went, in the course of a year."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from newsletter.models import (
    ConsentEvent,
    ConsentText,
    Interest,
    LawfulBasis,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.subscribing import story_at
from stories.models import Story

READERS = 200
YEAR = timedelta(days=360)
GIVEN = (
    "amelia arjun bao bronwyn callum chidi dara eleni fatima giulia graham helen ian "
    "imran jarrah jun kate kirra layla lani marlee mele minh neil noor olive peter "
    "priya rosa ruth sione sophea susan tavita thandiwe thomas vannak wei yusuf zoe"
).split()
FAMILY = (
    "abbott baker chan diaz evans faruk grant hughes ito jones kaur lewis marsh nguyen "
    "osei park quinn rossi sok tran umar vella walsh xu young zhang"
).split()
AREAS = "2000 2042 2204 3000 3065 3121 4000 4101 5000 6000 6011 7000 0800".split()
PATHS = ["/", "/newsletter/", "/stories/", "/stories/thirteen-years-in-cambodia/"]
Kind, Ended = ConsentEvent.Kind, Subscription.Ended
STORIES, EVENTS, INVOLVED = Interest.STORIES, Interest.EVENTS, Interest.OPPORTUNITIES
CHOICES = (
    [STORIES],
    [STORIES, INVOLVED],
    [STORIES, INVOLVED],
    [STORIES, EVENTS],
    [STORIES, EVENTS, INVOLVED],
)


@dataclass(frozen=True)
class Reader:
    """One made-up life: when they asked, confirmed and perhaps left."""

    address: str
    interests: list[str]
    asked_at: datetime
    confirmed_at: datetime | None
    left_at: datetime | None
    left_how: str
    path: str
    area: str
    story: Story | None = None


def write_readers(words: ConsentText, now: datetime) -> None:
    lives = _imagine(now)
    subscribers = Subscriber.objects.bulk_create([_subscriber(life) for life in lives])
    interests = {interest.slug: interest for interest in Interest.objects.all()}
    pairs = list(zip(subscribers, lives, strict=True))
    ConsentEvent.objects.bulk_create(
        _event(who, Kind.REQUESTED, life.asked_at, life, words) for who, life in pairs
    )
    agreed = [(who, life) for who, life in pairs if life.confirmed_at]
    evidence = ConsentEvent.objects.bulk_create(
        _event(who, Kind.CONFIRMED, life.confirmed_at or now, life, words)
        for who, life in agreed
    )
    Subscription.objects.bulk_create(
        Subscription(
            subscriber=event.subscriber,
            interest=interests[slug],
            evidence=event,
            began_at=event.at,
            ended_at=life.left_at,
            ended_reason=life.left_how,
        )
        for event, (_who, life) in zip(evidence, agreed, strict=True)
        for slug in life.interests
    )
    _write_departures(agreed)


def _write_departures(agreed: list[tuple[Subscriber, Reader]]) -> None:
    for who, life in agreed:
        if life.left_at is None:
            continue
        kind = Kind.COMPLAINED if life.left_how == Ended.COMPLAINED else Kind.WITHDRAWN
        _event(who, kind, life.left_at, life, None).save()
        scope = "all" if kind == Kind.COMPLAINED else "bulk"
        Suppression.suppress(who.address, life.left_how, scope, life.left_at)


def _imagine(now: datetime) -> list[Reader]:
    chance = Random(8058)
    names = [(given, family) for given in GIVEN for family in FAMILY]
    lives = [
        _life(f"{given}.{family}@example.org", number, chance, now)
        for number, (given, family) in enumerate(chance.sample(names, READERS))
    ]
    stories = {path: story_at(path) for path in PATHS}
    return [replace(life, story=stories[life.path]) for life in lives]


def _life(address: str, number: int, chance: Random, now: datetime) -> Reader:
    """The last twelve have not confirmed yet; every tenth left, one of them in anger."""
    fresh = number >= READERS - 12
    asked = now - (
        timedelta(hours=chance.randint(2, 150))
        if fresh
        else timedelta(days=8) + YEAR * chance.random() ** 1.3
    )
    confirmed = None if fresh else asked + timedelta(minutes=chance.randint(2, 900))
    leaves = confirmed is not None and number % 10 == 3
    left = (
        confirmed + (now - confirmed) * chance.random()
        if leaves and confirmed
        else None
    )
    how = Ended.COMPLAINED if number == 13 else Ended.UNSUBSCRIBED
    interests = chance.choice(CHOICES)
    return Reader(
        address=address,
        interests=interests,
        asked_at=asked,
        confirmed_at=confirmed,
        left_at=left,
        left_how=how if left else "",
        path=chance.choice(PATHS),
        area=chance.choice(AREAS) if EVENTS in interests else "",
    )


def _subscriber(life: Reader) -> Subscriber:
    return Subscriber(
        address=life.address,
        identity=life.address,
        digest=Suppression.digest_of(life.address),
        country="AU" if life.area else "",
        postcode=life.area,
        created_at=life.asked_at,
        asked_at=life.asked_at,
        confirmed_at=life.confirmed_at,
    )


def _event(
    who: Subscriber, kind: str, at: datetime, life: Reader, words: ConsentText | None
) -> ConsentEvent:
    return ConsentEvent(
        subscriber=who,
        kind=kind,
        at=at,
        consent_text=words,
        interests=life.interests,
        lawful_basis=LawfulBasis.CONSENT if kind == Kind.CONFIRMED else "",
        form="page" if life.path == "/newsletter/" else "footer",
        source_path=life.path,
        source_story=life.story,
    )
