"""Starting and stopping a cluster that every process of a checkout shares.

Whoever comes first starts it; nobody who merely uses it stops it.
"""

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ijm.embedded import binaries, carrying, liveness, server
from ijm.embedded.binaries import Binaries
from ijm.embedded.place import Kind, Place, place_of
from ijm.embedded.refusal import DatabaseWontStart
from ijm.embedded.server import DATABASE, ROOM_FOR_A_NEW_CLUSTER, SUPERUSER

ROOM_TO_START = 40 * 2**20


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
        for data in (place.data, *carrying.former_data(place)):
            shutil.rmtree(data, ignore_errors=True)


@contextmanager
def _locked(place: Place) -> Iterator[None]:
    with place.lock.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _start(place: Place) -> None:
    programs = _programs(place)
    carrying.finish(place)
    is_new = not place.data.exists()
    server.check_room(place, ROOM_FOR_A_NEW_CLUSTER if is_new else ROOM_TO_START)
    if place.moved_because:
        sys.stderr.write(
            f"The {place.kind} database is kept in {place.home}, because"
            f" {place.moved_because}.\n"
        )
    if is_new:
        server.make(place, programs)
    _fit(place, programs)
    liveness.forget_the_dead(place)
    if not liveness.is_up(place):
        server.launch(place, programs)
    if place.durable:
        programs.kept_below(place.home)


def _programs(place: Place) -> Binaries:
    return binaries.found().within_reach_of(place.account, place.home)


def _fit(place: Place, programs: Binaries) -> None:
    """Data of an older major version are carried over; newer ones are refused."""
    made_by = int((place.data / "PG_VERSION").read_text())
    if made_by < programs.major and place.durable:
        carrying.carry_over(place, made_by, programs)
    elif made_by != programs.major:
        raise DatabaseWontStart(
            f"The {place.kind} database in {place.data} was made by PostgreSQL"
            f" {made_by}, but {programs.folder} is PostgreSQL {programs.major}: set"
            f" PG_BIN to the programs of PostgreSQL {made_by} to keep what it holds,"
            " or start afresh with `make demo RESET=1`."
        )


def _stop(place: Place) -> bool:
    carrying.clear_away(place, binaries.found)
    if not liveness.is_up(place):
        return False
    return server.stop(place, _programs(place))
