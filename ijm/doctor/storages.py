"""Storages and disks: can be written, read and cleared, apart, and with room left."""

import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from ijm import journal
from ijm.doctor.finding import Finding, ill, look, well
from ijm.house_checks import storages_apart

if TYPE_CHECKING:  # who has none needs no library for them
    from ijm.bucket import Bucket

PLACES = {"public": "default", "private": "private"}
ROOM, LITTLE = 2**30, 0.05
Usage = tuple[int, int, int]  # total, used, free, in bytes


def round_trip() -> Iterator[Finding]:
    for place, alias in PLACES.items():
        what, content = f"{place} storage", secrets.token_bytes(1000)
        try:
            storage = storages[alias]
            name = storage.save("doctor/looked-in", ContentFile(content))
            with storage.open(name) as file:
                same = file.read() == content
            if hasattr(storage, "is_open_to_all"):
                yield from _of_a_bucket(what, cast("Bucket", storage), name)
            storage.delete(name)
        except OSError as trouble:
            yield ill(
                what,
                f"It cannot be written: {trouble.strerror or trouble}.",
                f"Let us write there, or correct {place.upper()}_STORAGE_URL.",
            )
            continue
        if same:
            yield well(what, "Written, read and cleared.")
        else:
            yield ill(what, "It gives back other bytes.", "Look at the disk or bucket.")
    for found in storages_apart():
        yield ill("storages", str(found.msg), str(found.hint))


def _of_a_bucket(what: str, bucket: "Bucket", name: str) -> Iterator[Finding]:
    if bucket.is_open_to_all(name):
        yield ill(
            what,
            "Anybody can read the bucket without a key.",
            "Take its public policy away: only this site hands files out.",
        )
    if bucket.keeps_versions():
        yield look(
            what,
            "The bucket keeps versions: what is withdrawn or erased stays in it.",
            "Turn that off, or let the service drop old versions after some days.",
        )


def backups() -> Iterator[Finding]:
    """The folder of backups and of the journal."""
    folder = journal.folder()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        trial = folder / ".doctor"
        trial.write_bytes(b"x")
        trial.unlink()
    except OSError as trouble:
        yield ill(
            "backups",
            f"{folder} cannot be written: {trouble.strerror}.",
            "Make BACKUP_DIR a folder that this account may write to.",
        )


def room() -> Iterator[Finding]:
    for name, folder, usage in disks():
        yield disk_room(name, folder, usage)


def disks() -> Iterator[tuple[str, Path, Usage]]:
    """Each disk that we fill, once: for what, where, how full."""
    seen: set[int] = set()
    for name in ("DATA_DIR", "BACKUP_DIR"):
        folder = _standing(getattr(settings, name))
        if (disk := folder.stat().st_dev) not in seen:
            seen.add(disk)
            yield name, folder, shutil.disk_usage(folder)


def disk_room(name: str, folder: Path, usage: Usage) -> Finding:
    total, _used, free = usage
    words = f"{free_of(usage)} are free for {name}."
    if free < ROOM or free < total * LITTLE:
        return ill("disk", words, f"Free some room on the disk of {folder}.")
    return well("disk", words)


def free_of(usage: Usage) -> str:
    total, _used, free = usage
    return f"{free / 2**30:.1f} GB of {total / 2**30:.0f} GB"


def _standing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder
