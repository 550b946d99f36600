"""One cluster's server: made, started, stopped. Who may do so is decided elsewhere."""

import shlex
import shutil

from ijm.embedded import liveness
from ijm.embedded.binaries import Binaries
from ijm.embedded.place import Place
from ijm.embedded.refusal import DatabaseWontStart, disk_is_full

DATABASE = "ijm"
SUPERUSER = "postgres"
ROOM_FOR_A_NEW_CLUSTER = 250 * 2**20
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


def check_room(place: Place, needed: int) -> None:
    if shutil.disk_usage(place.home).free < needed:
        raise disk_is_full(place.home)


def make(place: Place, programs: Binaries) -> None:
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
        raise refusal(place, made.output)
    half.rename(place.data)


def launch(place: Place, programs: Binaries, *more: str) -> None:
    """`more` are settings for this start only."""
    for path in (place.socket, place.log):
        path.mkdir(mode=0o700, exist_ok=True) if path == place.socket else path.touch()
        place.account.receive(path)
    options = ["-h", "", "-p", liveness.PORT, "-k", f'"{place.socket}"']
    speed = () if place.durable else SPEED_OVER_SAFETY
    for setting in (*ALWAYS, *speed, *more):
        options += ["-c", setting]
    logged_before = place.log.stat().st_size
    started = place.account.run(
        *(programs.folder / "pg_ctl", "start", "--wait", "--timeout", PATIENCE),
        *("--pgdata", place.data, "--log", place.log),
        *("--options", shlex.join(options)),
    )
    if started.code != 0 or not liveness.is_up(place):
        logged = place.log.read_bytes()[logged_before:].decode(errors="replace")
        raise refusal(place, logged or started.output)


def stop(place: Place, programs: Binaries) -> bool:
    if not liveness.is_up(place):
        return False
    stopped = place.account.run(
        *(programs.folder / "pg_ctl", "stop", "--wait", "--mode", "fast"),
        *("--pgdata", place.data),
    )
    if stopped.code != 0:
        raise refusal(place, stopped.output)
    return True


def refusal(place: Place, said: str) -> DatabaseWontStart:
    if "No space left on device" in said:
        return disk_is_full(place.home)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    reasons = [line for line in lines if "FATAL" in line or "PANIC" in line] or lines
    return DatabaseWontStart(
        f"The {place.kind} database in {place.home} did not start:"
        f" {' '.join(reasons[-2:]) or 'no reason was given'} (all it said is in"
        f" {place.log})."
    )
