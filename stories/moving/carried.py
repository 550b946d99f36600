"""Which tables are carried from one house to another, and what of them refers to what.

A row is told by its number in its table, counted from one in the order of keys, so that
an export of what was imported is the same again. What stays behind is named with the
reason; a test fails for a table of which neither is said.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Field, GeneratedField, ManyToManyField, Model
from django.db.models.functions import Coalesce

from ijm.models import StaffMember
from stories.body import REFERENCE, Reference
from stories.models import (
    Appearance,
    Arrival,
    Comment,
    Edition,
    Enclosure,
    FormerAddress,
    HomePage,
    ImpactFigure,
    Leftover,
    OldAddress,
    OldFile,
    Photo,
    Place,
    RelatedLink,
    RelatedStory,
    Revision,
    Story,
    StoryEvent,
    Subject,
    Topic,
)
from stories.models.merging import Merging

Kind = type[Model]
# The number of a row here to its number there, table by table.
Numbers = Mapping[Kind, Mapping[int, int]]
Renumber = Callable[[Any, Numbers], Any]


@dataclass(frozen=True)
class Table:
    """`natural`: columns by which a row is known to be here already, when merging.

    `within`: the row that it belongs to; where that one is not put down, nor is this.
    `stays`: columns that are of the house alone. `refers`: how to renumber a column
    that refers to rows without being a foreign key.
    """

    model: Kind
    natural: tuple[str, ...] = ()
    within: str = ""
    stays: tuple[str, ...] = ()
    refers: Mapping[str, Renumber] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.model._meta.model_name or ""

    @property
    def columns(self) -> list[Field]:
        return [
            each
            for each in self.model._meta.concrete_fields
            if not (each.primary_key or isinstance(each, GeneratedField))
            and each.name not in self.stays
        ]

    @property
    def rows(self) -> Any:
        rows = self.model._default_manager.order_by("pk")
        return rows.filter(merged_at=None) if self.has_merged else rows

    @property
    def has_merged(self) -> bool:
        return issubclass(self.model, Merging)

    @property
    def key(self) -> Any:
        return Coalesce("merged_into", "pk") if self.has_merged else F("pk")

    @property
    def lists(self) -> list[ManyToManyField]:
        return list(self.model._meta.many_to_many)


def one(model: Kind, number: int | None, numbers: Numbers) -> int | None:
    return numbers[model].get(number) if number else None


def many(model: Kind, found: list[int], numbers: Numbers) -> list[int]:
    known = numbers[model]
    return [known[number] for number in found if number in known]


def keys(model: Kind, found: dict[str, Any], numbers: Numbers) -> dict[str, Any]:
    known = numbers[model]
    return {
        str(known[int(number)]): value
        for number, value in found.items()
        if int(number) in known
    }


def appearances(found: list[dict[str, Any]], numbers: Numbers) -> list[dict[str, Any]]:
    known = numbers[Subject]
    return [
        {**each, "subject": known[each["subject"]]}
        for each in found
        if each["subject"] in known
    ]


OF_A_BODY: dict[str, Kind] = {
    "photo": Photo,
    "gallery": Photo,
    "figures": ImpactFigure,
    "documents": Enclosure,
    "recording": Enclosure,
}


def body(html: str, numbers: Numbers) -> str:
    """A reference to what is not carried is left out."""

    def renumbered(found: Any) -> str:
        kind, ids = found[1], [int(each) for each in found[2].split()]
        there = many(OF_A_BODY[kind], ids, numbers)
        return str(Reference(kind, tuple(there))) if there else ""

    return REFERENCE.sub(renumbered, html)


IN_A_REVISION: dict[str, Renumber] = {
    "body": body,
    "hero": partial(one, Photo),
    "translation_of": partial(one, Story),
    "topics": partial(many, Topic),
    "places": partial(many, Place),
    "readers": partial(many, StaffMember),
    "related": partial(many, Story),
    "photos": partial(keys, Photo),
    "appearances": appearances,
}


def content(found: dict[str, Any], numbers: Numbers) -> dict[str, Any]:
    return {
        name: IN_A_REVISION[name](value, numbers) if name in IN_A_REVISION else value
        for name, value in found.items()
    }


# What was merged is carried as what it was merged into.
MERGED = ("merged_into", "merged_at", "merged_by")

ENCLOSED = ("name", "size", "shown_at", "web_until")

# In the order in which they can be put down: nothing refers to what comes later, but
# for stories among each other.
TABLES: tuple[Table, ...] = (
    Table(Subject, ("reference",)),
    Table(Topic, ("slug",), stays=MERGED),
    Table(Place, ("slug",), stays=MERGED),
    Table(ImpactFigure, ("label", "as_of")),
    Table(
        Photo,
        ("folder",),
        stays=tuple(
            "master files ready_at rendered_at failed_at shown_at web_until "
            "social_until bridged_until fingerprint likeness width height tone".split()
        ),
    ),
    Table(Enclosure, ("title", "received_at"), stays=ENCLOSED),
    Table(Story, ("slug",), refers={"body": body}),
    Table(RelatedLink, within="story"),
    Table(RelatedStory, within="story"),
    Table(Appearance, within="story"),
    Table(Revision, within="story", refers={"content": content}),
    Table(StoryEvent, within="story"),
    Table(Comment, within="story"),
    Table(
        Edition,
        within="story",
        refers={
            "body": body,
            "photo_ids": partial(many, Photo),
            "subject_ids": partial(many, Subject),
            "enclosure_ids": partial(many, Enclosure),
        },
    ),
    Table(FormerAddress, ("slug",)),
    Table(OldAddress, ("path",)),
    Table(Arrival, ("source", "number"), within="story"),
    Table(Leftover, within="arrival"),
    Table(OldFile, ("source", "path")),
    Table(HomePage, ("pk",)),
)
STAYS: dict[str, str] = {
    "AddressVisits": "counts of this site",
    "Bridge": "Safeguarding signs anew",
    "BridgingAcceptance": "Safeguarding signs anew",
    "Buffer": "text that nobody has saved yet",
    "Consent": "told of by reference; the sealed forms never leave",
    "TakeDown": "work of this house, about people who stay sealed here",
    "TakeDownItem": "as its take-down",
    "TakeDownStep": "as its take-down",
    "PhotoEvent": "names colleagues of this house",
    "NameAcceptance": "bound to names that stay",
    "NameForm": "hashed with this house's pepper",
    "PlannedChange": "planned anew",
    "Presence": "who is looking now",
    "PreviewLink": "opens nothing elsewhere",
    "ProtectedName": "hashed with this house's pepper",
    "ReadForLinks": "read anew from public stories",
    "Rendition": "the worker makes them from the masters",
    "SealedDetails": "sealed, never leaves",
    "SealedLook": "kept where the sealed details are",
    "StrayFile": "files of this house",
    "Tally": "counted by the database",
    "Telltale": "words that Safeguarding chose for this house",
    "Neighbour": "found anew by a chore",
    "WatchedLink": "looked at anew from where the new house stands",
}


def is_reference(each: Field) -> bool:
    return isinstance(each, models.ForeignKey)


def holds_numbers(each: Field) -> bool:
    """A column that may refer to rows, so that a test asks what is done with it."""
    if isinstance(each, ArrayField):
        return isinstance(each.base_field, models.BigIntegerField)
    return isinstance(each, models.JSONField)
