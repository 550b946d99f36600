"""What became of a story since it was published: dated lines, newest first.

Staff type one a line, “2026-11-16: The court confirmed the sentence.”, and “2026-11-18
correction: …” where we had something wrong. Knows words and days, no models.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _

MOST, LONGEST = 12, 240
# For so long cards say that something is new.
RECENT = timedelta(days=30)
IN_WORDS = ("%d %B %Y", "%d %b %Y")
KEYS = {"on", "kind", "words"}
UPDATE, CORRECTION = "update", "correction"
Row = dict[str, str]


@dataclass(frozen=True, order=True)
class Update:
    on: date
    words: str
    is_correction: bool = False

    @classmethod
    def of(cls, row: Mapping[str, str]) -> "Update":
        day = date.fromisoformat(row["on"])
        return cls(day, row["words"], row["kind"] == CORRECTION)

    def is_recent(self, today: date) -> bool:
        return self.on <= today < self.on + RECENT


def newest_first(rows: Iterable[Mapping[str, str]]) -> list[Update]:
    return sorted(map(Update.of, rows), reverse=True)


def validate_updates(rows: Any) -> None:
    """A list of at most twelve {"on", "kind", "words"}, in any order."""
    if not isinstance(rows, list) or not all(map(_is_shaped, rows)):
        raise ValidationError(
            _("Write each line as “2026-11-16: what is new”."), code="shape"
        )
    if len(rows) > MOST:
        raise ValidationError(_("At most twelve updates fit a story."), code="many")
    if any(len(row["words"]) > LONGEST for row in rows):
        raise ValidationError(_("An update has at most 240 letters."), code="long")


def _is_shaped(row: Any) -> bool:
    if not isinstance(row, dict) or set(row) != KEYS:
        return False
    words, kind = row["words"], row["kind"]
    return (
        kind in (UPDATE, CORRECTION)
        and isinstance(words, str)
        and bool(words.strip())
        and _is_a_day(row["on"])
    )


def _is_a_day(text: Any) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except (TypeError, ValueError):
        return False


def written(rows: Iterable[Mapping[str, str]]) -> str:
    """As staff type it, newest first."""
    return "\n".join(
        f"{each.on}{f' {CORRECTION}' if each.is_correction else ''}: {each.words}"
        for each in newest_first(rows)
    )


def read(text: str) -> list[Row]:
    """The rows of what was typed; a day may be written as forms take it elsewhere."""
    lines = [line.strip() for line in text.splitlines()]
    return [_row(nth, line) for nth, line in enumerate(lines, start=1) if line]


def _day() -> forms.DateField:
    return forms.DateField(input_formats=[*get_format("DATE_INPUT_FORMATS"), *IN_WORDS])


def _row(nth: int, line: str) -> Row:
    head, _colon, words = line.partition(":")
    when = head.split()
    is_correction = len(when) > 1 and when[-1].lower() == CORRECTION
    if is_correction:
        when.pop()
    try:
        day = _day().clean(" ".join(when) if words.strip() else "")
    except ValidationError as wrong:
        raise ValidationError(
            _(
                "Line %(nth)s, “%(line)s”: begin with a day, then a colon, like "
                "“2026-11-16: what is new”."
            ),
            code="day",
            params={"nth": nth, "line": line[:40]},
        ) from wrong
    kind = CORRECTION if is_correction else UPDATE
    return {"on": day.isoformat(), "kind": kind, "words": words.strip()}
