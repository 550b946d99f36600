"""Carrying a cluster over to a newer major version of PostgreSQL, with all it holds.

The former server, read only, is copied into a new cluster beside it; every row is
compared; then two folders change their names. A kill at any moment leaves the former
data as they were, or the new ones whole: the next start goes on from there. The former
data stay until somebody deletes them.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ijm.embedded import binaries, copying, liveness, server
from ijm.embedded.binaries import Binaries
from ijm.embedded.copying import Session
from ijm.embedded.place import Place
from ijm.embedded.refusal import DatabaseWontStart

CARRIED = "carried"  # whole and compared, under this name for a moment
HALF = "half-carried-"  # one for each try: a child of a killed one may still write
READ_ONLY = "default_transaction_read_only=on"


def carry_over(place: Place, made_by: int, programs: Binaries) -> None:
    former = _former_programs(place, made_by, programs)
    copying.check_programs(programs)
    needed = 2 * _size(place.data) + server.ROOM_FOR_A_NEW_CLUSTER
    server.check_room(place, needed)
    _say(f"Carrying the database over from PostgreSQL {made_by} to {programs.major} …")
    clear_away(place, lambda: programs)
    coming = _coming(place, place.home / f"{HALF}{os.getpid()}")
    coming.home.mkdir(mode=0o755)
    place.account.receive(coming.home)
    try:
        server.make(coming, programs)
        with (
            _running(_outgoing(place), former, READ_ONLY) as source,
            _running(coming, programs) as target,
        ):
            copying.copy(Session(source, programs), Session(target, programs))
    except BaseException:
        shutil.rmtree(coming.data, ignore_errors=True)  # its log may tell why
        raise
    coming.data.rename(place.home / CARRIED)
    _sync(place.home)
    finish(place)
    shutil.rmtree(coming.home)
    for door in (coming.socket, _outgoing(place).socket):
        shutil.rmtree(door, ignore_errors=True)
    _say(f"… done; the former data are kept in {former_data(place)[-1]}.")


def finish(place: Place) -> None:
    """The change of names; also after a kill between its two halves."""
    carried = place.home / CARRIED
    if not carried.exists():
        return
    if place.data.exists():
        place.data.rename(_free_name(place))
        _sync(place.home)
    carried.rename(place.data)
    _sync(place.home)


def former_data(place: Place) -> list[Path]:
    return sorted(place.home.glob("data-of-*"), key=lambda path: path.stat().st_ctime)


def clear_away(place: Place, programs: Callable[[], Binaries]) -> None:
    """What a try that was killed left running and lying."""
    halves = list(place.home.glob(f"{HALF}*"))
    if not halves:
        return
    within_reach = programs().within_reach_of(place.account, place.home)
    for half in halves:
        _end(_coming(place, half), within_reach)
        shutil.rmtree(half, ignore_errors=True)
    _end(_outgoing(place), within_reach)


def _former_programs(place: Place, made_by: int, programs: Binaries) -> Binaries:
    found = binaries.of_major(made_by, place.home)
    if found is None:
        raise DatabaseWontStart(
            f"The {place.kind} database in {place.data} was made by PostgreSQL"
            f" {made_by}; to carry it over to PostgreSQL {programs.major}, its former"
            f" programs are needed: install them and set PG_OLD_BIN to their folder (or"
            f" PG_BIN, to go on with PostgreSQL {made_by}). `make demo RESET=1` starts"
            " afresh without what it holds."
        )
    return found.within_reach_of(place.account, place.home)


def _outgoing(place: Place) -> Place:
    """The former cluster at a door of its own: nobody may write by the usual one."""
    return replace(place, socket=place.socket.with_name("o"))


def _coming(place: Place, home: Path) -> Place:
    return replace(place, home=home, socket=place.socket.with_name("n"))


@contextmanager
def _running(place: Place, programs: Binaries, *settings: str) -> Iterator[Place]:
    liveness.forget_the_dead(place)
    server.launch(place, programs, *settings)
    try:
        yield place
    finally:
        server.stop(place, programs)


def _end(place: Place, programs: Binaries) -> None:
    if liveness.has_its_door(place):
        liveness.forget_the_dead(place)
        server.stop(place, programs)


def _free_name(place: Place) -> Path:
    made_by = (place.data / "PG_VERSION").read_text().strip()
    name = place.home / f"data-of-{made_by}"
    while name.exists():
        name = name.with_name(f"{name.name}-again")
    return name


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _sync(folder: Path) -> None:
    """A change of names survives a power cut once its folder is written."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
