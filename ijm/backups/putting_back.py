"""Putting a backup back, into an empty installation and no other.

It is read through to its end before a byte is written. Files come first, where an equal
one may stand already; the database comes whole, in one transaction, and shut: it will
send and collect nothing before `after_restore`. Broken off, it can be begun again.
"""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import IO, BinaryIO, cast

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.db import connection

from ijm.backups import about, programs
from ijm.backups.about import About
from ijm.backups.archive import PIECE, Member, members
from ijm.backups.refusal import Refused
from ijm.backups.sealed_file import HEADER
from ijm.backups.taking import STORAGES, every_name, refuse_a_short_key

# A database that was migrated and never used holds none of these.
SIGNS_OF_LIFE = (
    "ijm_staffmember",
    "stories_story",
    "stories_photo",
    "newsletter_subscriber",
    "donations_donor",
)
BEGIN = b"BEGIN;\n"
AFRESH = b"DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"
# While files are put back, the private storage says from which backup.
MARK = "restore-under-way"
# Numbers given out since the backup stand in mails, at Stripe, in the journal and in
# other people's notes: no new row may have one of them.
AHEAD = 1_000_000
SHUT = f"""
UPDATE public.ijm_installation SET restored_from = '{{}}';
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass,
  coalesce(last_value, 0) + {AHEAD}) FROM pg_sequences
WHERE schemaname = 'public' AND coalesce(last_value, 0) + {AHEAD} < max_value;
COMMIT;
"""  # noqa: S608  (made of constants of ours)


def restore(path: Path, say: Callable[[str], None]) -> About:
    """What was put back. Refused: nothing was written."""
    refuse_a_short_key()
    say("Reading the backup through ...")
    told = _looked_through(path)
    about.refuse_what_does_not_fit(told)
    migrated = _refuse_what_is_not_empty(path)
    say("Putting the files back ...")
    _put_files_back(path)
    say("Putting the database back ...")
    _put_database_back(path, told, migrated)
    storages["private"].delete(MARK)
    connection.close()
    return told


def _looked_through(path: Path) -> About:
    told, dumped = None, False
    with _opened(path) as file:
        for member in members(file, settings.BACKUP_KEY):
            if member.name == about.NAME:
                told = about.read(_whole(member))
            dumped = dumped or member.name.startswith("database/")
    if told is None or not dumped:
        raise Refused("This backup holds no database: take the one before it.")
    return told


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as unreadable:
        raise Refused(f"{path} cannot be read: {unreadable.strerror}.") from unreadable


def _whole(member: Member) -> bytes:
    found = b""
    while piece := member.content.read(PIECE):
        found += piece
    return found


def _refuse_what_is_not_empty(path: Path) -> bool:
    """True where there is a schema, freshly migrated, that must make room."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = {row[0] for row in cursor.fetchall()}
        for table in sorted(tables & set(SIGNS_OF_LIFE)):
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')  # noqa: S608
            if cursor.fetchone()[0]:
                raise Refused(NOT_EMPTY)
        if tables and not tables >= set(SIGNS_OF_LIFE):
            raise Refused(NOT_EMPTY)
        cursor.execute(OTHERS)
        if cursor.fetchone()[0]:
            raise Refused(
                "Somebody is connected to this database: stop the web server and the "
                "worker, then restore."
            )
    _refuse_other_files(path)
    return bool(tables)


OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
NOT_EMPTY = (
    "This installation is not empty, and a backup goes into an empty one only: point "
    "DATABASE_URL at a new database and DATA_DIR at a new folder. Nothing was changed."
)


def _refuse_other_files(path: Path) -> None:
    """Files of this very restore, broken off, may lie there; any others may not."""
    private, mark = storages["private"], _mark_of(path)
    if private.exists(MARK):
        with private.open(MARK) as file:
            if file.read() == mark:
                return
    for alias in STORAGES.values():
        if any(True for _name in every_name(storages[alias])):
            raise Refused(NOT_EMPTY)
    private.save(MARK, ContentFile(mark))


def _mark_of(path: Path) -> bytes:
    """Of two backups no two begin alike: each has a salt of its own."""
    with _opened(path) as file:
        return sha256(file.read(HEADER)).hexdigest().encode()


def _members_of(path: Path, folder: str) -> Iterator[Member]:
    with _opened(path) as file:
        for member in members(file, settings.BACKUP_KEY):
            if member.name.startswith(folder):
                yield member


def _put_files_back(path: Path) -> None:
    for folder, alias in STORAGES.items():
        _put_into(storages[alias], path, f"media/{folder}/")


def _put_into(storage: Storage, path: Path, folder: str) -> None:
    for member in _members_of(path, folder):
        name = member.name.removeprefix(folder)
        storage.delete(name)  # half of it may be there
        kept = storage.save(name, _Unsized(cast(IO[bytes], member.content)))
        if kept != name:
            raise Refused(f"The storage keeps {name} under another name.")


class _Unsized(File):
    """A stream that nobody can wind back or ask how long it is."""

    closed = False

    def seekable(self) -> bool:
        return False

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        assert self.file
        while piece := self.file.read(chunk_size or PIECE):
            yield piece


def _put_database_back(path: Path, told: About, migrated: bool) -> None:
    """pg_restore writes SQL, psql carries it out; COMMIT is said only in the end."""
    quietly = ["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=-"]
    with programs.running(
        "psql", *quietly, *programs.database(), stdin=subprocess.PIPE
    ) as doing:
        assert doing.stdin
        with suppress(BrokenPipeError):  # psql has ended; `running` tells why
            doing.stdin.write(BEGIN + (AFRESH if migrated else b""))
            _tell(path, doing.stdin)
            doing.stdin.write(SHUT.format(told.moment.isoformat()).encode())
            doing.stdin.flush()


def _tell(path: Path, doing: IO[bytes]) -> None:
    with programs.running(
        "pg_restore",
        *("--no-owner", "--no-privileges", "--no-comments", "--file=-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as telling:
        assert telling.stdin and telling.stdout
        feeding = _Feeding(path, telling.stdin)
        feeding.start()
        doing.write(_understood(telling.stdout.read(PIECE)))
        while piece := telling.stdout.read(PIECE):
            doing.write(piece)
        feeding.join()
        if feeding.trouble:
            raise Refused(str(feeding.trouble))


def _understood(beginning: bytes) -> bytes:
    """Newer programs begin with a setting that servers before 17 do not know."""
    if programs.server_major() >= 17:
        return beginning
    return beginning.replace(b"SET transaction_timeout = 0;\n", b"", 1)


class _Feeding(threading.Thread):
    def __init__(self, path: Path, into: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self.path, self.into = path, into
        self.trouble: Exception | None = None

    def run(self) -> None:
        try:
            for member in _members_of(self.path, "database/"):
                while piece := member.content.read(PIECE):
                    self.into.write(piece)
        except (Refused, OSError) as trouble:
            self.trouble = trouble
        finally:
            with suppress(OSError):
                self.into.close()
