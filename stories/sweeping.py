"""Files that no row knows: what a commit that failed left in either storage.

Nobody can be led to them, but what nobody knows of can be taken out by nobody. A
turn looks into a few of the folders; a quarter of an hour comes round to each.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import storages
from django.db.models import QuerySet

from stories.models import Enclosure, Photo, Rendition

# The young may belong to a change that is being committed.
YOUNG = timedelta(minutes=10)
FOLDERS = [f"{number:02x}" for number in range(256)]
EVERY = 30  # seconds
AT_ONCE = 8
QUERY = 1_000


def sweep_storages(now: datetime) -> int:
    """Safe to run twice, and at any time; says how many files went."""
    shown = Rendition.objects.exclude(photo__shown_at=None)
    open_ones = Enclosure.objects.exclude(shown_at=None)
    return sum(
        _sweep("default", f"photos/{folder}", shown, "name", now)
        + _sweep("private", f"photos/{folder}", Rendition.objects.all(), "name", now)
        + _sweep("default", f"enclosures/{folder}", open_ones, "name", now)
        + _sweep(
            "private", f"enclosures/{folder}", Enclosure.objects.all(), "name", now
        )
        + _sweep("private", f"masters/{folder}", Photo.objects.all(), "master", now)
        + _sweep(
            "private", f"unredacted/{folder}", Photo.objects.all(), "unredacted", now
        )
        for folder in _whose_turn(now)
    )


def _whose_turn(now: datetime) -> list[str]:
    first = int(now.timestamp() / EVERY) * AT_ONCE
    return [FOLDERS[(first + step) % len(FOLDERS)] for step in range(AT_ONCE)]


def _sweep(kind: str, folder: str, rows: QuerySet, column: str, now: datetime) -> int:
    swept = 0
    for names in _names(kind, folder):
        known = set(
            rows.filter(**{f"{column}__in": names}).values_list(column, flat=True)
        )
        for name in names:
            if name in known or _is_young(kind, name, now):
                continue
            storages[kind].delete(name)
            swept += 1
    return swept


def _names(kind: str, folder: str) -> Iterator[list[str]]:
    try:
        files = storages[kind].listdir(folder)[1]
    except FileNotFoundError:  # no file has ever been there
        return
    for at in range(0, len(files), QUERY):
        yield [f"{folder}/{file}" for file in files[at : at + QUERY]]


def _is_young(kind: str, name: str, now: datetime) -> bool:
    return storages[kind].get_modified_time(name) > now - YOUNG
