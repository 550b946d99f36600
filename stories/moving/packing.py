"""Everything that stories are, into a zip or a folder: rows as JSON lines, and files.

Written in a stream, table by table; sealed data is not read at all. The format is in
docs/format-of-stories.md.
"""

import json
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Protocol

from django.conf import settings
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Model

from ijm.models import StaffMember
from stories.models import Consent, Enclosure, Photo, Subject
from stories.moving.carried import TABLES, Table, is_reference

FORMAT, VERSION = "ijm-stories", 1
AT_ONCE = 500
EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip can say
Numbers = dict[type[Model], dict[int, int]]
Row = dict[str, Any]


class Target(Protocol):
    def lines(self, name: str, rows: Iterable[Row]) -> None: ...

    def file(self, name: str, source: IO[bytes]) -> None: ...


class ToFolder:
    def __init__(self, root: Path) -> None:
        self.root = root

    def lines(self, name: str, rows: Iterable[Row]) -> None:
        with self._open(name) as file:
            for row in rows:
                file.write(_line(row))

    def file(self, name: str, source: IO[bytes]) -> None:
        with self._open(name) as file:
            shutil.copyfileobj(source, file)

    def _open(self, name: str) -> IO[bytes]:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")


class ToZip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive

    def lines(self, name: str, rows: Iterable[Row]) -> None:
        with self._open(name, zipfile.ZIP_DEFLATED) as file:
            for row in rows:
                file.write(_line(row))

    def file(self, name: str, source: IO[bytes]) -> None:
        """Pictures and the like are packed already."""
        with self._open(name, zipfile.ZIP_STORED) as file:
            shutil.copyfileobj(source, file)

    def _open(self, name: str, how: int) -> IO[bytes]:
        info = zipfile.ZipInfo(name, EARLIEST)
        info.compress_type = how
        return self.archive.open(info, "w", force_zip64=True)


@contextmanager
def target_at(path: Path) -> Iterator[Target]:
    """Made under another name until it is whole. Raises FileExistsError."""
    if path.exists():
        raise FileExistsError(17, "is there already", str(path))
    begun = path.with_name(f"{path.name}.part")
    if path.suffix == ".zip":
        with zipfile.ZipFile(begun, "w") as archive:
            yield ToZip(archive)
    else:
        begun.mkdir(parents=True)
        yield ToFolder(begun)
    begun.rename(path)


def pack(target: Target, now: datetime) -> dict[str, int]:
    """All of one moment, whatever is changed meanwhile. Says how many rows of each."""
    with transaction.atomic():
        _as_of_one_moment()
        numbers: Numbers = {}
        counts = {"people": _people(target, numbers)}
        for table in TABLES:
            counts[table.name] = _table(target, table, numbers)
        counts["consents"] = _consents(target, numbers)
        _files(target, numbers)
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": now,
        "site": settings.SITE_URL,
        "tables": counts,
    }
    target.lines("manifest.json", [manifest])
    return counts


def _as_of_one_moment() -> None:
    from django.db import connection  # its test connection cannot, being in a test

    if len(connection.savepoint_ids) == 0:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _people(target: Target, numbers: Numbers) -> int:
    """Who is named in any row that is carried: their name and address, nothing else."""
    ids: set[int] = set()
    for table in TABLES:
        for column in table.columns:
            if column.related_model is StaffMember:
                found = table.model._default_manager.values_list(column.name, flat=True)
                ids |= set(found.order_by().distinct())
        for each in table.lists:
            if each.related_model is StaffMember:
                through: Any = each.remote_field.through
                ids |= set(through.objects.values_list("staffmember", flat=True))
    people = StaffMember.objects.filter(pk__in=ids - {None}).order_by("pk")
    numbers[StaffMember] = _numbered(people)
    target.lines(
        "people.jsonl",
        ({"email": each.email, "full_name": each.full_name} for each in people),
    )
    return len(numbers[StaffMember])


def _table(target: Target, table: Table, numbers: Numbers) -> int:
    rows = table.rows
    numbers[table.model] = _numbered(rows)
    count = len(numbers[table.model])
    if table.has_merged:
        numbers[table.model] |= _merged(table, numbers[table.model])
    rows = rows.prefetch_related(*(each.name for each in table.lists))
    found = rows.iterator(chunk_size=AT_ONCE)
    target.lines(f"{table.name}.jsonl", (_row(table, each, numbers) for each in found))
    return count


def _merged(table: Table, known: Mapping[int, int]) -> dict[int, int]:
    """Old revisions refer to what was merged since; they mean what it is now."""
    merged = table.model._default_manager.exclude(merged_at=None)
    return {pk: known[into] for pk, into in merged.values_list("pk", "merged_into")}


def _numbered(rows: Any) -> dict[int, int]:
    ids = rows.values_list("pk", flat=True).iterator(chunk_size=20_000)
    return {pk: number for number, pk in enumerate(ids, start=1)}


def _row(table: Table, found: Model, numbers: Numbers) -> Row:
    row: Row = {}
    for column in table.columns:
        value = getattr(found, column.attname)
        if is_reference(column):
            known = numbers[column.related_model]  # type: ignore[index]
            value = known.get(value) if value else None
        elif column.name in table.refers:
            value = table.refers[column.name](value, numbers)
        row[column.name] = value
    for each in table.lists:
        known = numbers[each.related_model]  # type: ignore[index]
        others = getattr(found, each.name).all()
        row[each.name] = sorted(known[other.pk] for other in others)
    return row


def _consents(target: Target, numbers: Numbers) -> int:
    """That they are there and for whom; no form, no guardian, no word more."""
    found = Consent.objects.order_by("pk").prefetch_related("photos", "enclosures")
    target.lines(
        "consents.jsonl",
        (
            {
                "subject": numbers[Subject].get(each.subject_id),
                "photos": _sorted(numbers[Photo], each.photos.all()),
                "enclosures": _sorted(numbers[Enclosure], each.enclosures.all()),
                "channels": each.channels,
                "identifiers": each.identifiers,
                "given_on": each.given_on,
                "expires_on": each.expires_on,
                "is_verified": each.verified_at is not None,
                "is_withdrawn": each.withdrawn_at is not None,
            }
            for each in found.iterator(chunk_size=AT_ONCE)
        ),
    )
    return found.count()


def _sorted(known: Mapping[int, int], rows: Iterable[Model]) -> list[int]:
    return sorted(known[row.pk] for row in rows)


def _files(target: Target, numbers: Numbers) -> None:
    for photo in Photo.objects.order_by("pk").only("master").iterator(AT_ONCE):
        _file(target, f"masters/{numbers[Photo][photo.pk]}.jpg", photo.master)
    for enclosure in Enclosure.objects.order_by("pk").exclude(name=""):
        number = numbers[Enclosure][enclosure.pk]
        _file(target, f"enclosures/{number}.{enclosure.kind}", enclosure.name)


def _file(target: Target, name: str, stored: str) -> None:
    """One that the storage has lost keeps none of the others here."""
    if storages["private"].exists(stored):
        with storages["private"].open(stored) as source:
            target.file(name, source)


def _line(row: Row) -> bytes:
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, default=_plain)
    return f"{text}\n".encode()


def _plain(value: Any) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in an export")
