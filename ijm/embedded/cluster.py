"""Starting and stopping a cluster that every process of a checkout shares.

Whoever comes first starts it; nobody who merely uses it stops it.
"""

import fcntl
import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ijm.embedded import binaries, liveness
from ijm.embedded.binaries import Binaries
from ijm.embedded.place import Kind, Place, place_of
from ijm.embedded.refusal import DatabaseWontStart, disk_is_full

DATABASE = "ijm"
SUPERUSER = "postgres"
ROOM_FOR_A_NEW_CLUSTER = 250 * 2**20
ROOM_TO_START = 40 * 2**20
# Crash recovery of a busy demo may take a while; a healthy start takes 0.1 s.
PATIENCE = "300"
ALWAYS = (
    "max_connections=120",
    # Refused rows may hold names and addresses: neither they nor the statement are
    # written to the log.
    "log_error_verbosity=terse",
    "log_min_error_statement=panic",
)
SPEED_OVER_SAFETY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def ensure(kind: Kind) -> dict[str, object]:
    """Start the server if it is not up; say where Django finds it."""
    place = place_of(kind)
    if not liveness.is_up(place):
        with _locked(place):
            if not liveness.is_up(place):
                _start(place)
    found: dict[str, object] = {
        "NAME": DATABASE,
        "USER": SUPERUSER,
        "HOST": str(place.socket),
        "PORT": liveness.PORT,
    }
    if kind == "demo":
        return found
    # Two runs of one suite at once each have databases of their own.
    slot = os.environ.get("TEST_SLOT", "0")
    return {**found, "TEST": {"NAME": f"test_{DATABASE}_{slot}"}}


def stop(kind: Kind) -> bool:
    """Stop the server cleanly, and say whether there was one to stop."""
    place = place_of(kind)
    with _locked(place):
        return _stop(place)


def discard(kind: Kind) -> None:
    """Stop the server and delete all it knew."""
    place = place_of(kind)
    with _locked(place):
        _stop(place)
        shutil.rmtree(place.data, ignore_errors=True)


@contextmanager
def _locked(place: Place) -> Iterator[None]:
    with place.lock.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start(place: Place) -> None:
    programs = binaries.found().within_reach_of(place.account, place.home)
    is_new = not place.data.exists()
    _check_room(place, ROOM_FOR_A_NEW_CLUSTER if is_new else ROOM_TO_START)
    if place.moved_because:
        sys.stderr.write(
            f"The {place.kind} database is kept in {place.home}, because"
            f" {place.moved_because}.\n"
        )
    if is_new:
        _make(place, programs)
    _check_version(place, programs)
    liveness.forget_the_dead(place)
    if not liveness.is_up(place):
        _launch(place, programs)


def _check_room(place: Place, needed: int) -> None:
    if shutil.disk_usage(place.home).free < needed:
        raise disk_is_full(place.home)


def _make(place: Place, programs: Binaries) -> None:
    """Under another name until it is whole: a kill half-way leaves nothing behind."""
    half = place.home / "half-made"
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    place.account.receive(half)
    locale = (
        ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        if programs.major >= 17
        else ["--locale=C.UTF-8"]
    )
    made = place.account.run(
        programs.folder / "initdb",
        *("--pgdata", half, "--username", SUPERUSER, "--encoding", "UTF8"),
        *("--auth", "trust", "--no-instructions", *locale),
        *([] if place.durable else ["--no-sync"]),
    )
    if made.code == 0:
        made = place.account.run(
            *(programs.folder / "postgres", "--single", "-D", half, "postgres"),
            words=f"CREATE DATABASE {DATABASE}\n",
        )
    if made.code != 0:
        shutil.rmtree(half, ignore_errors=True)
        raise _refusal(place, made.output)
    half.rename(place.data)


def _check_version(place: Place, programs: Binaries) -> None:
    made_by = (place.data / "PG_VERSION").read_text().strip()
    if made_by != str(programs.major):
        raise DatabaseWontStart(
            f"The {place.kind} database in {place.data} was made by PostgreSQL"
            f" {made_by}, but {programs.folder} is PostgreSQL {programs.major}: set"
            f" PG_BIN to the programs of PostgreSQL {made_by} to keep what it holds,"
            " or start afresh with `make demo RESET=1`."
        )


def _launch(place: Place, programs: Binaries) -> None:
    for path in (place.socket, place.log):
        path.mkdir(mode=0o700, exist_ok=True) if path == place.socket else path.touch()
        place.account.receive(path)
    options = ["-h", "", "-p", liveness.PORT, "-k", f'"{place.socket}"']
    for setting in ALWAYS if place.durable else ALWAYS + SPEED_OVER_SAFETY:
        options += ["-c", setting]
    logged_before = place.log.stat().st_size
    started = place.account.run(
        *(programs.folder / "pg_ctl", "start", "--wait", "--timeout", PATIENCE),
        *("--pgdata", place.data, "--log", place.log),
        *("--options", shlex.join(options)),
    )
    if started.code != 0 or not liveness.is_up(place):
        logged = place.log.read_bytes()[logged_before:].decode(errors="replace")
        raise _refusal(place, logged or started.output)


def _stop(place: Place) -> bool:
    if not liveness.is_up(place):
        return False
    programs = binaries.found().within_reach_of(place.account, place.home)
    stopped = place.account.run(
        *(programs.folder / "pg_ctl", "stop", "--wait", "--mode", "fast"),
        *("--pgdata", place.data),
    )
    if stopped.code != 0:
        raise _refusal(place, stopped.output)
    return True


def _refusal(place: Place, said: str) -> DatabaseWontStart:
    if "No space left on device" in said:
        return disk_is_full(place.home)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    reasons = [line for line in lines if "FATAL" in line or "PANIC" in line] or lines
    return DatabaseWontStart(
        f"The {place.kind} database in {place.home} did not start:"
        f" {' '.join(reasons[-2:]) or 'no reason was given'} (all it said is in"
        f" {place.log})."
    )
