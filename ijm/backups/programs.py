"""PostgreSQL's own programs, run against this site's database.

Its password goes by the environment, never by a command line that others can list.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from ijm.backups.refusal import Refused
from ijm.embedded import binaries

NEEDED = ("pg_dump", "pg_restore", "psql")


def folder_for(server: int) -> Path:
    """Those of the server's own major version, else the nearest newer ones."""
    known = {_major(folder): folder for folder in _folders()}
    fitting = [major for major in sorted(known) if major >= server]
    if not fitting:
        has = ", ".join(str(major) for major in sorted(known)) or "none"
        raise Refused(
            f"The database is PostgreSQL {server}, and of its programs "
            f"({', '.join(NEEDED)}) this machine has {has}: install "
            f"postgresql-client-{server}, or set PG_BIN to the folder they are in."
        )
    return known[fitting[0]]


def server_major() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10_000


@contextmanager
def running(
    program: str, *arguments: str, stdin: int | None = None, stdout: int | None = None
) -> Iterator["subprocess.Popen[bytes]"]:
    """Ended when the block is; a failure of its own is told in its last words."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [folder_for(server_major()) / program, *arguments],
            stdin=stdin or subprocess.DEVNULL,
            stdout=stdout or subprocess.DEVNULL,
            stderr=said,
            env={**os.environ, **_environment()},
        )
        try:
            yield process
            _close(process)
            if process.wait():
                raise Refused(f"{program} failed: {_last_words(said)}")
        finally:
            _close(process)
            if process.poll() is None:
                process.kill()
                process.wait()


def _close(process: "subprocess.Popen[bytes]") -> None:
    """Whoever has ended already reads no last words."""
    if process.stdin:
        with suppress(OSError):
            process.stdin.close()


def database() -> list[str]:
    """Who and where, as every one of the programs takes it; the name comes last."""
    words, _secret = DatabaseClient.settings_to_cmd_args_env(
        connection.settings_dict, []
    )
    return list(words[1:])


def _environment() -> dict[str, str]:
    _words, secret = DatabaseClient.settings_to_cmd_args_env(
        connection.settings_dict, []
    )
    return {"LC_ALL": "C", "PGCONNECT_TIMEOUT": "15", **(secret or {})}


def _folders() -> Iterator[Path]:
    if chosen := os.environ.get("PG_BIN"):
        folders = [Path(chosen)]
    else:
        on_path = shutil.which("pg_dump")
        folders = [
            *binaries.usual_folders(),
            *([Path(on_path).resolve().parent] if on_path else []),
        ]
    for folder in folders:
        if all((folder / name).exists() for name in NEEDED):
            yield folder


def _major(folder: Path) -> int:
    said = subprocess.run(
        [folder / "pg_dump", "--version"], capture_output=True, text=True, check=False
    )
    found = re.search(r"\) (\d+)", said.stdout)
    return int(found[1]) if found else 0


def _last_words(said: IO[bytes]) -> str:
    said.seek(0)
    lines = said.read().decode(errors="replace").strip().splitlines()
    return lines[-1][:300] if lines else "it gave no reason"
