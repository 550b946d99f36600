"""Reading all those columns, a few hundred rows at a time, from where one stopped."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from ijm.public_words import label_of
from stories.models.subject import Subject
from stories.names.finding import Match, protected_names_in
from stories.takedown.places import Place, places

AT_ONCE = 200
SLICE = 3.0
END = -1  # of a table that is read through

Visit = Callable[["Row"], None]


@dataclass(frozen=True)
class Row:
    """A row in which names of the subject stand."""

    place: Place
    pk: int
    story: int | None
    matches: tuple[Match, ...]


def row_of(about: Model) -> Row:
    """Of one that is known already."""
    place = next(each for each in places() if each.label == label_of(about))
    return Row(place, about.pk, None, ())


def walk(subject: Subject, reached: dict[str, int], visit: Visit) -> bool:
    """One slice; says whether all is read. `reached` is changed, for the next time."""
    if not subject.protected_names.kept().exists():
        return True
    started = time.monotonic()
    for place in places():
        while reached.get(place.label, 0) != END:
            rows = _batch(place, reached.get(place.label, 0))
            for row in _named(place, rows, subject):
                visit(row)
            last = rows[-1]["pk"] if len(rows) == AT_ONCE else END
            reached[place.label] = last
            if time.monotonic() - started > SLICE:
                return False
    return True


def _batch(place: Place, after: int) -> list[dict[str, Any]]:
    columns = {"pk", *place.columns, *([place.owner] if place.owner else ())}
    rows = place.model._base_manager.filter(pk__gt=after).order_by("pk")
    return list(rows.values(*columns)[:AT_ONCE])


def _named(place: Place, rows: list[dict[str, Any]], subject: Subject) -> Iterator[Row]:
    """All rows of a batch are one text with a part for each: two queries."""
    texts = {
        str(row["pk"]): "\n".join(text_of(row[name]) for name in place.columns)
        for row in rows
    }
    found: dict[str, list[Match]] = {}
    for match in protected_names_in(texts, of=subject):
        found.setdefault(match.field, []).append(match)
    for row in rows:
        if matches := found.get(str(row["pk"])):
            story = row[place.owner] if place.owner else None
            yield Row(place, row["pk"], story, tuple(matches))


def text_of(value: Any) -> str:
    """Strings at any depth, one a line."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return "\n".join(text_of(each) for each in value)
    return ""
