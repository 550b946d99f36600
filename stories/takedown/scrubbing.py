"""Taking the names of one subject out of a row, whatever guards it. Words are not kept.

This is the only code beside an edition's own `redact` that may lift the guards of
history (tests/site/test_append_only.py).
"""

import re
import secrets
from collections.abc import Callable, Iterable
from html import unescape
from typing import Any

import pgtrigger
from django.db import models

from stories.models.subject import Subject
from stories.models.takedown import TakeDown
from stories.names.finding import protected_names_in
from stories.takedown.places import Place
from stories.takedown.walking import Row

BLACK = "█"
MOST_BLACK = 3
INLINE = re.compile(
    r"</?(?:a|abbr|b|cite|em|i|q|s|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE
)


def scrub_row(row: Row, case: TakeDown) -> bool:
    """Whether anything was changed."""
    return _rewrite(row.place, row.pk, lambda value: without_names(value, case.subject))


def blank_row(row: Row) -> bool:
    """All that people wrote in it; codes and numbers stay, so the desk opens it."""
    return _rewrite(row.place, row.pk, _blank)


def without_names(text: str, subject: Subject) -> str:
    """Blackened where they stand. Where markup parts one, the markup goes; where it

    is hidden deeper, the whole text.
    """
    for loosened in (text, INLINE.sub("", text), unescape(INLINE.sub("", text))):
        text = loosened
        found = {match.words for match in protected_names_in({"": text}, of=subject)}
        for words in sorted(found, key=len, reverse=True):
            text = text.replace(words, BLACK * min(MOST_BLACK, len(words)))
        if not protected_names_in({"": text}, of=subject):
            return text
    return ""


def _blank(text: str) -> str:
    return BLACK


def _rewrite(place: Place, pk: int, change: Callable[[str], str]) -> bool:
    row = place.model._base_manager.filter(pk=pk)
    before = row.values(*place.columns).first()
    if before is None:
        return False
    after = {
        name: value if name in CODES else _changed(place, name, value, change)
        for name, value in before.items()
    }
    if after == before:
        return False
    with pgtrigger.ignore(*_guards(place.model)):
        row.update(**after)
    return True


def _changed(
    place: Place, column: str, value: Any, change: Callable[[str], str]
) -> Any:
    if column in _alone(place.model) and value and change(value) != value:
        return erased_address()
    if place.label == "stories.Revision" and column == "content":
        return _snapshot(value, change)
    return _deep(value, change)


def _alone(model: Any) -> set[str]:
    """Columns of which no two may be alike, as two blackened ones can be."""
    meta = model._meta
    alone = {
        each.name
        for each in meta.concrete_fields
        if each.unique or isinstance(each, models.SlugField)
    }
    together = (rule.fields for rule in meta.constraints if _is_unique(rule))
    texts = (models.CharField, models.TextField)
    return alone | {
        name
        for names in together
        for name in names
        if isinstance(meta.get_field(name), texts)
    }


def _is_unique(rule: Any) -> bool:
    return isinstance(rule, models.UniqueConstraint)


def _snapshot(content: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """A revision's JSON: what chooses how a page is made is no word of anybody."""
    return {
        name: erased_address()
        if name == "slug" and value and change(value) != value
        else value
        if name in CHOSEN
        else _deep(value, change)
        for name, value in content.items()
    }


CODES = frozenset(
    "language kind recognisable when_consent_ends embargo_until first_told_at zone "
    "appearances readers moved_to topic_slugs topic_names place_slugs "
    "place_names".split()
)
# In a snapshot this is a choice; in an edition it has words.
CHOSEN = CODES | {"ask"}


def _deep(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value) if value else value
    if isinstance(value, list):
        return [_deep(each, change) for each in value]
    if isinstance(value, dict):
        return {name: _deep(each, change) for name, each in value.items()}
    return value


def erased_address() -> str:
    """Unique, and of no word."""
    return f"erased-{secrets.token_hex(6)}"


def _guards(model: Any) -> Iterable[str]:
    """What keeps its rows from being changed; counting and the like goes on."""
    triggers = getattr(model._meta, "triggers", ())
    return [
        f"{model._meta.label}:{trigger.name}"
        for trigger in triggers
        if isinstance(trigger, pgtrigger.Protect | pgtrigger.ReadOnly)
    ]
