"""Whose account the server runs as: PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ijm.embedded.refusal import DatabaseWontStart


@dataclass(frozen=True)
class Outcome:
    code: int
    output: str


@dataclass(frozen=True)
class Account:
    """Another user and group, or, without a uid, whoever runs this process."""

    uid: int | None = None
    gid: int | None = None

    def run(self, *command: str | Path, words: str = "") -> Outcome:
        # To a file, never a pipe: the server started by pg_ctl would keep a pipe open.
        with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as told:
            told.write(words)
            told.seek(0)
            done = subprocess.run(
                [str(part) for part in command],
                stdin=told,
                stdout=said,
                stderr=subprocess.STDOUT,
                cwd="/",
                env=_plain_environment(),
                user=self.uid,
                group=self.gid,
                extra_groups=None if self.uid is None else [],
                check=False,
            )
            said.seek(0)
            return Outcome(done.returncode, said.read())

    def can_enter(self, folder: Path) -> bool:
        return self.uid is None or self._tests("-x", folder)

    def can_run(self, program: Path) -> bool:
        if self.uid is None:
            return True
        # Being allowed to run it is not enough: its libraries must be readable too.
        return self._tests("-x", program) and self.run(program, "--version").code == 0

    def receive(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def _tests(self, question: str, path: Path) -> bool:
        return self.run("/bin/sh", "-c", f'test {question} "$0"', path).code == 0


def account_for(data: Path) -> Account:
    """The owner of a cluster that exists; else postgres or nobody, if we are root."""
    if os.geteuid() != 0:
        return Account()
    if data.exists() and data.stat().st_uid != 0:
        return Account(data.stat().st_uid, data.stat().st_gid)
    for name in ("postgres", "nobody"):
        try:
            known = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(known.pw_uid, known.pw_gid)
    raise DatabaseWontStart(
        "PostgreSQL does not run as root and this machine has no user “postgres” or"
        " “nobody” to run it as: start this as an ordinary user."
    )


def _plain_environment() -> dict[str, str]:
    """Without PGDATA, PGPORT and their like; in C, so that messages can be read."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PG", "LC_"))
    }
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}
