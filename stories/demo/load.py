"""Fills the demo with its topics, photos, stories, pages, figures and home page.

Reads the TOML beside it, and goes the way staff go: ingest, revise, publish. Safe to
run twice: what is there is left as it is.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.utils import timezone

from ijm import generation
from ijm.models import StaffMember
from stories.demo import enclosures
from stories.demo.references import Numbers, numbered
from stories.ingesting import ingest
from stories.models import (
    HomePage,
    ImpactFigure,
    Photo,
    Place,
    RelatedLink,
    RelatedStory,
    Story,
    Topic,
)
from stories.models.content import Ask

HERE = Path(__file__).resolve().parent
EDITOR, WRITER = "editor@example.org", "writer@example.org"
SPOKEN_BY = re.compile(r"<footer>(.*?)</footer>", re.DOTALL)
AS_THEY_ARE = "slug kind title kicker dek card_summary byline recognisable".split()
Row = dict[str, Any]


def load() -> None:
    by = _member(EDITOR)
    for model, file in ((Topic, "topics"), (Place, "places")):
        for row in _rows(file):
            model.objects.get_or_create(slug=row.pop("slug"), defaults=row)  # type: ignore[attr-defined]
    photos = {row["key"]: _photo(row, by) for row in _rows("photos")}
    figures = impact_figures()
    enclosed = enclosures.load(by, photos, figures)
    numbers = [_numbers(each) for each in (photos, figures, enclosed)]
    written = [*_files("stories"), *_files("pages")]
    for row in written:
        _story(row, photos, numbered(row["body"], *numbers), by)
    _relate(written)
    _home(photos)
    generation.bump()


def _member(email: str) -> StaffMember:
    """One of the house's demo staff, or somebody new where those were not loaded."""
    found = StaffMember.objects.filter(email=email).first()
    name = email.partition("@")[0].capitalize()
    return found or StaffMember.objects.create_user(email, full_name=name)


def _read(path: Path) -> Row:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _rows(name: str) -> list[Row]:
    return _read(HERE / f"{name}.toml")[name]


def _files(folder: str) -> Iterator[Row]:
    for path in sorted((HERE / folder).glob("*.toml")):
        yield _read(path)


def _photo(row: Row, by: StaffMember) -> Photo:
    found = Photo.objects.filter(title=row["key"]).first()
    if found:
        return found
    path = HERE / "photos" / row["file"]
    focus = row.get("focal", (0.5, 0.5))
    photo = ingest(
        SimpleUploadedFile(path.name, path.read_bytes()),
        by,
        title=row["key"],
        **{name: row.get(name, "") for name in ("alt", "caption")},
        credit=row["credit"].removeprefix("Illustration: "),
        kind=row["kind"],
        recognisable=row["recognisable"],
        decorative=row.get("decorative", False),
        focal_x=round(focus[0] * 100),
        focal_y=round(focus[1] * 100),
    )
    photo.render()  # the stories that show it are published before a worker is up
    return photo


def _numbers(things: Mapping[str, Model]) -> Numbers:
    return {key: each.pk for key, each in things.items()}


def _story(row: Row, photos: dict[str, Photo], body: str, by: StaffMember) -> None:
    if Story.objects.filter(slug=row["slug"]).exists():
        return
    story = Story(
        **{name: row.get(name, "") for name in AS_THEY_ARE},
        content_note=row.get("content_note", ""),
        how_told=row.get("how_told", ""),
        reader_at_risk=row.get("reader_at_risk", False),
        release=row.get("release", ""),
        case_strip=[{"label": a, "value": b} for a, b in row.get("case_strip", [])],
        hero=photos[row["hero"]] if row.get("hero") else None,
        updates=updates(row),
        body=SPOKEN_BY.sub(r"<p>— \1</p>", body),  # as the editor would type it
        **_ask(row),
    )
    story.save()
    story.topics.set(Topic.objects.filter(slug__in=row.get("topics", [])))
    story.places.set(Place.objects.filter(slug__in=row.get("places", [])))
    for position, link in enumerate(row.get("related_links", [])):
        RelatedLink.objects.create(story=story, position=position, **link)
    _advance(story, row, by)


def _advance(story: Story, row: Row, by: StaffMember) -> None:
    """Most are public; a draft and a story in review give the desk something to do."""
    state = row.get("state", "published")
    author = by if state == "published" else _member(WRITER)
    story.revise(author)
    if state == "review":
        story.submit(author)
    elif state == "published":
        _publish(story, row, by)


def _publish(story: Story, row: Row, by: StaffMember) -> None:
    """As of its own day; again as of the day it was last changed."""
    reason = "Demo"  # nobody else is there to read it yet
    story.publish(by, now=_moment(row["published_on"]), alone_because=reason)
    if "updated_on" in row:
        now = _moment(row["updated_on"])
        story.publish(by, now=now, alone_because=reason)


def _moment(day: date) -> datetime:
    """Nine in the morning; a day still ahead of this machine's clock is yesterday."""
    morning = timezone.make_aware(datetime.combine(day, time(9)))
    return min(morning, timezone.now() - timedelta(days=1))


def updates(row: Row) -> list[dict[str, str]]:
    return [
        {"on": each["on"].isoformat(), "kind": "update", "words": each["words"]}
        for each in row.get("updates", [])
    ]


def _ask(row: Row) -> Row:
    ask = row.get("ask")
    if not ask:
        return {"ask": Ask.NONE if row["kind"] == Story.Kind.PAGE else Ask.TOPIC}
    return {
        "ask": Ask.OWN,
        "ask_heading": ask.get("heading", ""),
        "ask_text": ask.get("text", ""),
        "ask_fund": ask.get("fund", ""),
        "ask_amounts": ask.get("amounts", []),
    }


def _relate(rows: list[Row]) -> None:
    by_slug = {story.slug: story for story in Story.objects.all()}
    RelatedStory.objects.bulk_create(
        [
            RelatedStory(
                story=by_slug[row["slug"]], other=by_slug[slug], position=position
            )
            for row in rows
            for position, slug in enumerate(row.get("related", []))
            if slug in by_slug
        ],
        ignore_conflicts=True,
    )


def impact_figures() -> dict[str, ImpactFigure]:
    """Those of the home page first, in its order; by the keys that bodies write."""
    first = _read(HERE / "home.toml").get("figures", [])
    rows = _rows("impact_figures")
    rows.sort(key=lambda row: (row["key"] not in first, _place(first, row["key"])))
    return {
        row.pop("key"): ImpactFigure.objects.get_or_create(
            label=row.pop("label"), defaults={**row, "position": position}
        )[0]
        for position, row in enumerate(rows)
    }


def _place(first: list[str], key: str) -> int:
    return first.index(key) if key in first else 0


def _home(photos: dict[str, Photo]) -> None:
    if HomePage.objects.exists():
        return
    home = _read(HERE / "home.toml")
    by_slug = {story.slug: story for story in Story.objects.all()}
    names = ("lead", "featured_one", "featured_two", "featured_three")
    slots = dict(
        zip(names, map(by_slug.get, [home["lead"], *home["featured"]]), strict=False)
    )
    appeal = home.get("appeal", {})
    page = HomePage(
        **slots,
        heading=home.get("heading", ""),
        introduction=home.get("introduction", ""),
        appeal_heading=appeal.get("heading", ""),
        appeal_text=appeal.get("text", ""),
        appeal_label=appeal.get("button", ""),
        appeal_url=_appeal_url(appeal),
        appeal_photo=photos.get(appeal.get("photo", "")),
        appeal_ends_on=appeal.get("ends_on"),
    )
    page.save()
    if page.appeal_photo:
        page.appeal_photo.show()


def _appeal_url(appeal: Row) -> str:
    campaign = appeal.get("campaign")
    return f"/give/to/{campaign}/" if campaign else appeal.get("url", "/give/")
