"""The journal: what a restore must not undo, kept where no dump of the database is.

Noted as a row in the transaction that does it, and a second later written into a file
in BACKUP_DIR by the worker. After a restore the files are read again: what the
restored database does not know has come after the backup, and is done once more.
"""

import json
import os
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from ijm.contributions import Registry
from ijm.models.installation import Installation
from ijm.models.journal_entry import JournalEntry

AT_ONCE = 500
# Longer than any backup takes; a row that the backup had is known without its file.
KEPT_AS_ROWS = timedelta(days=7)


@dataclass(frozen=True)
class Replay:
    """Does again what an entry tells of. `run(what, at)` returns a sentence where the

    rest is a person's to do, else nothing. Safe to run twice.
    """

    name: str
    run: Callable[[Mapping[str, Any], datetime], str]


replays: Registry[Replay] = Registry()


def note(kind: str, /, **what: Any) -> None:
    """In the caller's transaction. `what` holds no word about a person."""
    replays.named(kind)
    JournalEntry.objects.create(kind=kind, what=what)


def write(now: datetime) -> int:
    """The chore: what is noted goes to the disk, and is on it when this returns."""
    with transaction.atomic():
        waiting = JournalEntry.objects.filter(written_at=None).order_by("at")
        rows = list(waiting.select_for_update(skip_locked=True)[:AT_ONCE])
        if not rows:
            return 0
        whose = _whose()
        _append(_file(now), "".join(_line(row, whose) for row in rows))
        keys = [row.pk for row in rows]
        JournalEntry.objects.filter(pk__in=keys).update(written_at=now)
    return len(rows)


def forget_written(now: datetime) -> int:
    """Rows whose line is on disk; what a restore brought back stays to be looked up."""
    old = JournalEntry.objects.filter(written_at__lt=now - KEPT_AS_ROWS)
    return old.filter(replayed_at=None).delete()[0]


def since(moment: datetime) -> Iterator[JournalEntry]:
    """What came after a backup taken at `moment` and is not in here, oldest first."""
    entries = [entry for entry in _read() if entry.at > moment - KEPT_AS_ROWS / 2]
    for entry in sorted(entries, key=lambda each: each.at):
        if not JournalEntry.objects.filter(pk=entry.pk).exists():
            yield entry


def folder() -> Path:
    return settings.BACKUP_DIR / "journal"


def _file(now: datetime) -> Path:
    """One a day and machine: two workers never write into the same."""
    host = "".join(c for c in socket.gethostname() if c.isalnum() or c == "-")
    return folder() / f"{now.astimezone(UTC):%Y-%m-%d}-{host[:40]}.jsonl"


def _append(path: Path, lines: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" + lines)  # what a crash cut off stays a line of its own
        file.flush()
        os.fsync(file.fileno())


def _whose() -> str:
    """This installation, through every restore: a number of another one is not ours."""
    began = Installation.objects.values_list("created_at", flat=True).first()
    return began.isoformat() if began else ""


def _line(entry: JournalEntry, whose: str) -> str:
    told = {
        "of": whose,
        "id": str(entry.pk),
        "at": entry.at.isoformat(),
        "kind": entry.kind,
        "what": entry.what,
    }
    return json.dumps(told) + "\n"


def _read() -> Iterator[JournalEntry]:
    """What a crash cut off was not noted as written, and so stands again below."""
    whose = _whose()
    for path in sorted(folder().glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                told = json.loads(line)
            except ValueError:
                continue  # blank, or cut off
            if told["of"] != whose:
                continue
            yield JournalEntry(
                id=told["id"],
                at=datetime.fromisoformat(told["at"]),
                kind=told["kind"],
                what=told["what"],
            )
