"""Every column of the database in which a name of a subject can stand.

Ours are found by looking at the models, so that a new one is not forgotten; of other
apps, what is public, and what they say is kept of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ijm.models.sealed_text import SealedTextField
from ijm.public_words import kept_words, public_words

TEXT = (models.CharField, models.TextField, models.JSONField)
# What is unreadable already, or is the very list of whom we protect.
NOT_LOOKED_AT = {
    "stories.SealedDetails",
    "stories.ProtectedName",
    "stories.NameForm",
    "stories.Subject",
    "stories.Rendition",
    "stories.StrayFile",
    "stories.Tally",
    "stories.Telltale",
    "stories.TakeDown",
    "stories.TakeDownItem",
    "stories.TakeDownStep",
}


@dataclass(frozen=True)
class Place:
    """The columns of one table; `owner` leads from a row to its story."""

    model: Any
    columns: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def owner(self) -> str:
        if self.label == "stories.Story":
            return "pk"
        fields = {field.name for field in self.model._meta.concrete_fields}
        return "story_id" if "story" in fields else ""

    @property
    def is_public(self) -> bool:
        """Visitors read the row itself, not a copy that was frozen from it."""
        return self.label in public_words

    def json(self, column: str) -> bool:
        return isinstance(self.field(column), models.JSONField)

    def is_list(self, column: str) -> bool:
        return isinstance(self.field(column), ArrayField)

    def field(self, column: str) -> Any:
        return self.model._meta.get_field(column)


def places() -> Iterator[Place]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy:
            continue
        columns = _columns(model)
        if columns:
            yield Place(model, columns)


def _columns(model: Any) -> tuple[str, ...]:
    label = model._meta.label
    tracked = getattr(model, "pgh_tracked_model", None)
    if tracked is not None:
        return _said(tracked._meta.label)
    if model._meta.app_label == "stories" and label not in NOT_LOOKED_AT:
        fields = model._meta.concrete_fields
        return tuple(field.name for field in fields if holds_words(field))
    return _said(label)


def _said(label: str) -> tuple[str, ...]:
    public = public_words.named(label).columns if label in public_words else ()
    kept = kept_words.named(label).columns if label in kept_words else ()
    return (*public, *kept)


def holds_words(field: Any) -> bool:
    """Whether a person's words can stand in it: no code, no choice, nothing derived."""
    if isinstance(field, SealedTextField | models.GeneratedField):
        return False
    if isinstance(field, ArrayField):
        return holds_words(field.base_field)
    return isinstance(field, TEXT) and not field.choices
