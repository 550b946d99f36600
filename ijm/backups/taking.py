"""Taking a backup: database first, then the files that its rows name.

A file that is added meanwhile is one too many; one that is taken away meanwhile was
withdrawn. Written under another name until it is whole.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ijm.backups import about, programs
from ijm.backups.archive import Packing
from ijm.backups.refusal import Refused
from ijm.models import Backup

STORAGES = {"public": "default", "private": "private"}
SHORTEST_KEY = 20
ONE_AT_A_TIME = 7_213_001  # an advisory lock of PostgreSQL, held by whoever takes one
SUFFIX = ".backup"


def take(now: datetime) -> Path:
    """The finished file, in BACKUP_DIR."""
    refuse_a_short_key()
    folder = settings.BACKUP_DIR
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"
    with _alone():
        for left in folder.glob(f"*{SUFFIX}.part"):
            left.unlink()
        _note(name, began_at=now)
        part = folder / f"{name}.part"
        try:
            _write(part, now)
            part.rename(folder / name)
        except (Refused, OSError) as failed:
            part.unlink(missing_ok=True)
            _note(name, error=str(failed)[:300])
            raise Refused(str(failed)) from failed
        size = (folder / name).stat().st_size
        _note(name, ended_at=timezone.now(), size=size)
    return folder / name


def _note(name: str, **columns: Any) -> None:
    """For the desk. Before an upgrade the table may be another, or still to come."""
    with suppress(DatabaseError), transaction.atomic():
        Backup.objects.update_or_create(name=name, defaults=columns)


def refuse_a_short_key() -> None:
    if len(settings.BACKUP_KEY) < SHORTEST_KEY:
        raise Refused(
            f"BACKUP_KEY must be set, to {SHORTEST_KEY} characters or more: it seals "
            "the backups. Keep a copy of it where no backup is."
        )


def is_being_taken() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory'"
            " AND objid = %s AND granted AND database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database()))",
            [ONE_AT_A_TIME],
        )
        return bool(cursor.fetchone()[0])


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            raise Refused("A backup is being taken already: wait until it is done.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def _write(part: Path, now: datetime) -> None:
    told = about.of_this_site(now).as_bytes()
    with open(part, "wb", opener=_for_us_alone) as file:
        packing = Packing(file, settings.BACKUP_KEY)
        packing.add_bytes(about.NAME, told)
        _add_database(packing)
        for folder, alias in STORAGES.items():
            _add_files(packing, folder, storages[alias])
        packing.finish()
        file.flush()
        os.fsync(file.fileno())


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _add_database(packing: Packing) -> None:
    options = ["--format=custom", "--no-owner", "--no-privileges"]
    with programs.running(
        "pg_dump", *options, *programs.database(), stdout=subprocess.PIPE
    ) as dumping:
        assert dumping.stdout
        packing.add_stream("database", dumping.stdout)


def _add_files(packing: Packing, folder: str, storage: Storage) -> None:
    for name in every_name(storage):
        try:
            file = storage.open(name)
        except FileNotFoundError:
            continue  # withdrawn a moment ago
        with file:
            packing.add(f"media/{folder}/{name}", file.size, file)


def every_name(storage: Storage, folder: str = "") -> Iterator[str]:
    """In order; of a storage that has never kept a file, none."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from every_name(storage, f"{folder}/{name}" if folder else name)
