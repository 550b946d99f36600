"""Makers: stories, photos and people with sensible defaults. Plain functions."""

import io
import itertools
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from ijm.models import StaffMember
from stories.freezing import edition_of
from stories.ingesting import ingest
from stories.models import (
    Arrival,
    Edition,
    ImpactFigure,
    Photo,
    Place,
    Revision,
    Story,
    StoryEvent,
    Topic,
)
from stories.models.revision import snapshot

counter = itertools.count(1)
PARAGRAPH = (
    "<p>The file lay open on the desk for eleven days before anybody asked about it, "
    "and then two people asked on the same morning.</p>"
)


def make_person(name: str = "Maker of tests") -> StaffMember:
    email = f"{name.lower().replace(' ', '.')}@example.org"
    found = StaffMember.objects.filter(email=email).first()
    return found or StaffMember.objects.create_user(email, full_name=name)


def storages_in(folder: Path) -> dict[str, Any]:
    """The house's storages, with their files below `folder`."""
    both = {
        "default": {"location": folder / "public"},
        "private": {"location": folder / "private", "base_url": None},
    }
    own = {name: {**settings.STORAGES[name], "OPTIONS": o} for name, o in both.items()}
    return {**settings.STORAGES, **own}


def make_topic(name: str = "Forced labour", **columns: Any) -> Topic:
    slug = columns.pop("slug", name.lower().replace(" ", "-"))
    return Topic.objects.get_or_create(slug=slug, defaults={"name": name, **columns})[0]


def make_place(name: str = "Cambodia", **columns: Any) -> Place:
    slug = columns.pop("slug", name.lower().replace(" ", "-"))
    return Place.objects.get_or_create(slug=slug, defaults={"name": name, **columns})[0]


def story_columns(**columns: Any) -> dict[str, Any]:
    number = next(counter)
    return {
        "title": f"The door that opened {number}",
        "slug": f"the-door-{number}",
        "dek": "How one office answered.",
        "card_summary": "An office answered, and a door opened.",
        "body": PARAGRAPH * 3,
        "recognisable": "nobody",
        **columns,
    }


def make_story(
    by: StaffMember | None = None,
    topics: Any = (),
    places: Any = (),
    **columns: Any,
) -> Story:
    """A saved draft with one revision. `hero=photo`, `body="<p>…"`, `kind="page"`."""
    story = Story(**story_columns(**columns))
    story.save()
    story.topics.set(topics)
    story.places.set(places)
    story.revise(by or make_person())
    return story


def make_published(
    by: StaffMember | None = None,
    now: datetime | None = None,
    until: datetime | None = None,
    **columns: Any,
) -> Story:
    """A story that visitors can read; `story.live_edition` is what they read."""
    story = make_story(**columns)
    # A while ago, so that the newest is the one made last, however many there are.
    now = now or timezone.now() - timedelta(hours=1) + timedelta(
        milliseconds=next(counter)
    )
    by = by or make_person("Publisher of tests")
    story.publish(by, now=now)
    if until:
        story.plan_end(by, until, "Australia/Sydney", now)
    return story


def make_many_published(
    count: int, topics: list[Topic] | None = None, **columns: Any
) -> list[Edition]:
    """Many editions fast, for benches and tests of scale."""
    by, now = make_person(), timezone.now()
    stories = Story.objects.bulk_create(
        [
            Story(
                **story_columns(**columns),
                version=1,
                published_version=1,
                published_at=now - timedelta(minutes=5 * number + 5),
            )
            for number in range(count)
        ],
        batch_size=2_000,
    )
    content = snapshot(stories[0]) if stories else {}
    content["topics"] = [topic.pk for topic in topics or []]
    revisions = Revision.objects.bulk_create(
        [
            Revision(
                story=story,
                number=1,
                by=by,
                content={**content, "title": story.title, "slug": story.slug},
            )
            for story in stories
        ],
        batch_size=2_000,
    )
    about = edition_of(stories[0], revisions[0], now) if stories else None
    return Edition.objects.bulk_create(
        [
            _copy(about, story, revision)
            for story, revision in zip(stories, revisions, strict=True)
        ],
        batch_size=2_000,
    )


def _copy(pattern: Edition, story: Story, revision: Revision) -> Edition:
    """What freezing would make, without asking for the same topics every time."""
    columns = {
        field.attname: getattr(pattern, field.attname)
        for field in Edition._meta.concrete_fields
        if field.name not in {"id", "search"}
    }
    return Edition(
        **{
            **columns,
            "story_id": story.pk,
            "revision_id": revision.pk,
            "title": story.title,
            "slug": story.slug,
            "published_at": story.published_at,
            "updated_at": story.published_at,
        }
    )


def picture_bytes(
    size: tuple[int, int] = (480, 320), format: str = "JPEG", **options: Any
) -> bytes:
    """A real file with a gradient, so that encoders have something to do."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    out = io.BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()


def upload(data: bytes | None = None, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture_bytes() if data is None else data)


def make_photo(
    by: StaffMember | None = None, data: bytes | None = None, **words: Any
) -> Photo:
    """A photo that may be published: nobody recognisable, alt text written, all
    sizes made that a page needs.
    """
    photo = make_fresh_photo(by, data, **words)
    photo.render()
    return photo


def make_bare_photo(**words: Any) -> Photo:
    """Passes for one with all its sizes, for tests that look at no picture."""
    return make_fresh_photo(**{"ready_at": timezone.now(), **words})


def make_fresh_photo(
    by: StaffMember | None = None, data: bytes | None = None, **words: Any
) -> Photo:
    """The same as it comes in, before the worker has made its sizes."""
    return ingest(
        upload(data),
        by or make_person(),
        **{
            "title": f"Photo {next(counter)}",
            "alt": "A road after rain.",
            "credit": "A. Example",
            "kind": "place",
            "recognisable": "nobody",
            **words,
        },
    )


def reference(photo: Photo) -> str:
    """The photo as a body refers to it."""
    return f'<figure data-photo="{photo.pk}"></figure>'


def last_event(story: Story) -> StoryEvent:
    return story.events.first()


def make_figure(**columns: Any) -> ImpactFigure:
    return ImpactFigure.objects.create(
        **{
            "value": "2.2%",
            "label": "of people sold were minors",
            "as_of": date(2015, 12, 31),
            "scope": "Three places",
            "source": "A study",
            **columns,
        }
    )


def make_arrival(**columns: Any) -> Arrival:
    """A draft that came from an old site: nobody has answered anything yet."""
    story = make_story(**{"recognisable": "", **columns})
    return Arrival.objects.create(
        source="old.example",
        number=str(next(counter)),
        kind="post",
        status="publish",
        story=story,
    )
