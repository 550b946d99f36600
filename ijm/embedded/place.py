"""Where a cluster lives: in DATA_DIR, or in a short place when it cannot live there."""

import errno
import hashlib
import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from ijm.embedded.account import Account, account_for
from ijm.embedded.binaries import found
from ijm.embedded.refusal import DatabaseWontStart, disk_is_full

Kind = Literal["demo", "test"]
CHECKOUT = Path(__file__).resolve().parents[2]
SOCKET_FILE = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103  # macOS; Linux allows four more


@dataclass(frozen=True)
class Place:
    """The folders of one cluster, and the account its server runs as."""

    kind: Kind
    home: Path
    socket: Path
    account: Account
    moved_because: str = ""

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "server.log"

    @property
    def lock(self) -> Path:
        return self.home / "lock"

    @property
    def durable(self) -> bool:
        return self.kind == "demo"


def place_of(kind: Kind) -> Place:
    wanted = _wanted(kind)
    account = account_for(wanted / "data")
    _make(wanted)
    if account.can_enter(wanted):
        return _with_a_short_socket(Place(kind, wanted, wanted / "s", account))
    home = _short_place(wanted)
    return Place(
        kind,
        home,
        home / "s",
        account_for(home / "data"),
        f"only root may enter {wanted}, and PostgreSQL does not run as root",
    )


def _wanted(kind: Kind) -> Path:
    if kind == "demo":
        data_dir = os.environ.get("DATA_DIR", "").strip() or CHECKOUT / "var"
        return Path(data_dir).resolve() / "postgres"
    # One per major version, so that a suite can be run on several.
    return CHECKOUT / "var" / f"postgres-test-{found().major}"


def _with_a_short_socket(place: Place) -> Place:
    if len(os.fsencode(place.socket / SOCKET_FILE)) <= LONGEST_SOCKET_PATH:
        return place
    return replace(
        place,
        socket=_short_place(place.home) / "s",
        moved_because=f"the path {place.home} is too long for a socket",
    )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "lock").touch()
    except OSError as refused:
        if refused.errno == errno.ENOSPC:
            raise disk_is_full(folder) from refused
        raise DatabaseWontStart(
            f"The database cannot be kept in {folder}: {refused.strerror}. Make the"
            " folder writable for you, or set DATA_DIR to one that is."
        ) from refused


def _short_place(wanted: Path) -> Path:
    """The same for one user and one wanted place; nobody else can have made it ours."""
    tag = hashlib.sha256(f"{os.geteuid()}:{wanted}".encode()).hexdigest()[:10]
    folder = Path("/var/tmp") / f"ijm-{tag}"
    folder.mkdir(mode=0o755, exist_ok=True)
    known = folder.lstat()
    if (
        not stat.S_ISDIR(known.st_mode)
        or known.st_uid != os.geteuid()
        or known.st_mode & 0o022
    ):
        raise DatabaseWontStart(
            f"{folder} is not a folder that only you can write to: remove it."
        )
    return folder
