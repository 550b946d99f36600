"""The stories that visitors of these tests read: some of the demo, with its blocks."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from PIL import Image

import stories.demo
from ijm.models import StaffMember
from stories.body import PICTURES
from stories.demo import enclosures
from stories.demo.load import impact_figures, updates
from stories.demo.references import Numbers, keys_in, numbered
from stories.imaging import master_bytes
from stories.models import HomePage, Photo, RelatedLink, Story
from stories.models.rendition import FORMATS
from tests.make_enclosures import enclosed, make_video
from tests.make_stories import (
    make_many_published,
    make_photo,
    make_place,
    make_published,
    make_story,
    make_topic,
)

DEMO = Path(stories.demo.__file__).parent
STORY = "thirteen-years-in-cambodia"
OTHERS = ("nine-time-zones", "the-lake-before-light", "the-book-nobody-could-read")
# With a gallery, sources, updates and a content note; with figures and documents.
GALLERY, REPORT, FILM = "four-rooms", "five-numbers", "a-film"
BLOCKS = {
    "recording": f"/stories/{OTHERS[1]}/",
    "gallery": f"/stories/{GALLERY}/",
    "figures and documents": f"/stories/{REPORT}/",
    "film": f"/stories/{FILM}/",
}
ARE_AS_WRITTEN = "slug title kicker dek card_summary byline how_told".split()
Row = dict[str, Any]


def tell_stories(editor: StaffMember) -> None:
    topics, places = [make_topic("Forced labour")], [make_place("Cambodia")]
    make_many_published(24, topics=topics)
    told = [_row("stories", slug) for slug in (STORY, *OTHERS, GALLERY, REPORT)]
    photos = dict(_photos(told, editor))
    numbers = _numbers(photos, editor)
    for row in reversed(told):
        _publish(row, photos, numbers, editor, topics=topics, places=places)
    for file in sorted((DEMO / "pages").glob("*.toml")):
        _publish(_read(file), photos, numbers, editor, kind="page")
    _film(photos[_row("stories", STORY)["hero"]])
    make_published(slug="taken-down").withdraw(editor, "error", why="For this test.")
    lead, *featured = (Story.objects.get(slug=slug) for slug in (STORY, *OTHERS))
    HomePage.objects.create(
        heading="Free people, fair courts",
        introduction="We stay with a case until it is over.",
        lead=lead,
        featured_one=featured[0],
        featured_two=featured[1],
        featured_three=featured[2],
        appeal_heading="Eleven files, one lawyer short",
        appeal_text="Eleven cases are ready for court.",
        appeal_label="Help to fund a hearing",
        appeal_url="/give/to/a-day-in-court/",
        appeal_ends_on=timezone.localdate() + timedelta(days=30),
    )


def _photos(told: list[Row], editor: StaffMember) -> Iterator[tuple[str, Photo]]:
    """Those that the stories show; what home and a story begin with in every format."""
    first = {told[0]["hero"], *_shown(told[0])[:1]}
    beside = {row["hero"] for row in told}
    beside |= {key for row in told if row["slug"] == GALLERY for key in _shown(row)}
    beside |= {row["poster"] for row in _read(DEMO / "recordings.toml")["recordings"]}
    for row in _read(DEMO / "photos.toml")["photos"]:
        if row["key"] in first | beside:
            photo = make_photo(
                by=editor,
                data=_as_on_phones(DEMO / "photos" / row["file"]),
                title=row["key"],
                **{name: row[name] for name in ("alt", "caption", "credit", "kind")},
            )
            if row["key"] in first:
                photo.render(FORMATS)
            yield row["key"], photo


def _as_on_phones(file: Path) -> bytes:
    """No larger than a phone's screen asks for: most of the time goes into the rest."""
    with Image.open(file) as picture:
        picture.thumbnail((960, 1200))
        return master_bytes(picture.convert("RGB"))


def _shown(row: Row) -> list[str]:
    return keys_in(row["body"], *PICTURES)


def _numbers(photos: Mapping[str, Photo], editor: StaffMember) -> list[Numbers]:
    figures = impact_figures()
    enclosed = enclosures.load(editor, photos, figures)
    kinds: list[Mapping[str, Any]] = [photos, figures, enclosed]
    return [{key: each.pk for key, each in things.items()} for things in kinds]


def _film(poster: Photo) -> None:
    """At a host that no test may reach: what is pressed is answered by the test."""
    film = make_video(poster, title="A door at noon", about="A door, seen from inside.")
    make_published(slug=FILM, title="A film of ninety seconds", body=enclosed(film))


def _read(path: Path) -> Row:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _row(kind: str, slug: str) -> Row:
    rows = map(_read, (DEMO / kind).glob("*.toml"))
    return next(row for row in rows if row["slug"] == slug)


def _publish(
    row: Row,
    photos: dict[str, Photo],
    numbers: list[Numbers],
    editor: StaffMember,
    **columns: Any,
) -> None:
    story = make_story(
        editor,
        **{name: row.get(name, "") for name in ARE_AS_WRITTEN},
        content_note=row.get("content_note", ""),
        reader_at_risk=row.get("reader_at_risk", False),
        case_strip=[{"label": a, "value": b} for a, b in row.get("case_strip", [])],
        hero=photos.get(row.get("hero", "")),
        updates=updates(row),
        body=numbered(row["body"], *numbers),
        **columns,
    )
    for position, link in enumerate(row.get("related_links", [])):
        RelatedLink.objects.create(story=story, position=position, **link)
    story.revise(editor)
    story.publish(editor, now=timezone.now(), alone_because="For this test.")
