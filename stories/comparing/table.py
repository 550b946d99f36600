"""What a revision holds, in the order it is read, and how each part reads in words.

A part that is not in the table is shown by its kind of value, so that a new column of
stories can be compared before anybody thinks of it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ijm.models import SiteSettings
from ijm.money import Money
from stories import updates
from stories.comparing.diffing import Passage, Stretch, passages, stretches
from stories.comparing.names import Names
from stories.comparing.text import Block, blocks, line, lines
from stories.models import RelatedLink, RelatedStory, Story

Content = Mapping[str, Any]
Read = Callable[[Any, Names], list[Block]]


@dataclass(frozen=True)
class Part:
    """One thing that a revision holds."""

    name: str
    read: Read

    @property
    def label(self) -> str:
        if self.name in LABELS:
            return str(LABELS[self.name])
        field = _field(self.name)
        return str(field.verbose_name) if field else self.name.replace("_", " ")


@dataclass(frozen=True)
class Difference:
    """A part that is not the same in both."""

    label: str
    passages: list[Passage]

    @property
    def stretches(self) -> list[Stretch]:
        return stretches(self.passages)


def differences(old: Content, new: Content, person: Any) -> list[Difference]:
    """Every part of `new` that was otherwise in `old`, in words `person` may read.

    Both are contents of revisions.
    """
    before, after = Names.of(old, person), Names.of(new, person)
    return [
        Difference(part.label, found)
        for part in parts(old, new)
        if (ours := part.read(old.get(part.name), before))
        != (theirs := part.read(new.get(part.name), after))
        and (found := passages(ours, theirs))
    ]


def parts(*contents: Content) -> Iterator[Part]:
    names = dict.fromkeys(name for content in contents for name in content)
    known = [name for name in TABLE if name in names]
    for name in [*known, *(name for name in names if name not in (*TABLE, *BESIDE))]:
        yield Part(name, TABLE.get(name) or _by_kind(name))


def _by_kind(name: str) -> Read:
    """For a part the table says nothing of: by its column, else by its value."""
    field = _field(name)
    choices = dict(field.flatchoices) if field else {}

    def read(value: Any, names: Names) -> list[Block]:
        return [
            block for each in _several(value) for block in lines(_said(each, choices))
        ]

    return read


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _said(value: Any, choices: Mapping[Any, Any]) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return " · ".join(f"{name}: {each}" for name, each in value.items() if each)
    return str(choices.get(value, value))


def _field(name: str) -> "models.Field[Any, Any] | None":
    try:
        field = Story._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


def _body(html: str | None, names: Names) -> list[Block]:
    return blocks(html or "", names.reference)


def _hero(photo: int | None, names: Names) -> list[Block]:
    if not photo:
        return []
    return [Block("photo", line(names.photo(photo)).words, about=str(photo))]


def _named(kind: str) -> Read:
    def read(ids: Any, names: Names) -> list[Block]:
        return [line(names.called(kind, pk)) for pk in _several(ids) if pk]

    return read


def _links(rows: list[dict[str, str]] | None, names: Names) -> list[Block]:
    return [
        line(f"{row['title']} · {row['source']}", address=row["url"])
        for row in rows or []
    ]


def _case_strip(rows: list[dict[str, str]] | None, names: Names) -> list[Block]:
    return [line(f"{row['label']}: {row['value']}") for row in rows or []]


def _updates(rows: list[dict[str, str]] | None, names: Names) -> list[Block]:
    return lines(updates.written(rows or []))


def _moment(written: str | None, names: Names) -> list[Block]:
    if not written:
        return []
    when = localtime(datetime.fromisoformat(written))
    return [line(date_format(when, "DATETIME_FORMAT"))]


def _amounts(minors: list[int] | None, names: Names) -> list[Block]:
    currency = SiteSettings.current().currency
    return [line(str(Money(minor, currency))) for minor in minors or []]


TABLE: dict[str, Read] = {
    "title": _by_kind("title"),
    "slug": _by_kind("slug"),
    "kicker": _by_kind("kicker"),
    "dek": _by_kind("dek"),
    "body": _body,
    "hero": _hero,
    "case_strip": _case_strip,
    "updates": _updates,
    "card_summary": _by_kind("card_summary"),
    "topics": _named("topics"),
    "places": _named("places"),
    "links": _links,
    "related": _named("stories"),
    "recognisable": _by_kind("recognisable"),
    "ask_amounts": _amounts,
    "translation_of": _named("stories"),
    "embargo_until": _moment,
    "ends_at": _moment,
    "readers": _named("people"),
}
# Told with the photo itself, wherever it stands.
BESIDE = ("photos",)
LABELS = {
    "links": RelatedLink._meta.verbose_name_plural,
    "related": RelatedStory._meta.verbose_name_plural,
}
