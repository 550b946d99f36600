"""Is the server up? Only the socket knows; the pid file may speak of the dead."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from ijm.embedded.place import SOCKET_FILE, Place
from ijm.embedded.refusal import DatabaseWontStart

PORT = SOCKET_FILE.rpartition(".")[2]
PATIENCE = 60.0  # seconds for a server that is starting or stopping by itself


def is_up(place: Place) -> bool:
    """It answers, and it is neither recovering nor on its way out."""
    return _pid_file_lines(place)[7:8] == ["ready"] and _answers(place)


def has_its_door(place: Place) -> bool:
    """Its data are served, or were when all ended, at this very socket."""
    return _pid_file_lines(place)[4:5] == [str(place.socket)]


def forget_the_dead(place: Place) -> None:
    """Clear away a pid file whose process is not this cluster's server any more.

    PostgreSQL does so itself for a process that is gone, and checks that no orphan of
    the old server still writes. It stumbles only over a number that now belongs to a
    zombie or to another program, so only that number is changed.
    """
    deadline = time.monotonic() + PATIENCE
    while (lines := _pid_file_lines(place)) and _exists(lines[0]):
        if is_up(place):
            return
        if not _is_its_server(place, lines):
            _name_a_process_that_ended(place, lines)
            return
        if time.monotonic() > deadline:
            raise DatabaseWontStart(
                f"Process {lines[0]} holds the {place.kind} database in {place.data}"
                f" but does not answer: end it with `kill -INT {lines[0]}`, then try"
                " again."
            )
        time.sleep(0.1)


def _name_a_process_that_ended(place: Place, lines: list[str]) -> None:
    ended = subprocess.Popen([sys.executable, "-I", "-c", ""])
    ended.wait()
    _pid_file(place).write_text("\n".join([str(ended.pid), *lines[1:]]) + "\n")
    (place.socket / f"{SOCKET_FILE}.lock").unlink(missing_ok=True)


def _pid_file(place: Place) -> Path:
    return place.data / "postmaster.pid"


def _pid_file_lines(place: Place) -> list[str]:
    try:
        return [line.strip() for line in _pid_file(place).read_text().splitlines()]
    except OSError:
        return []


def _answers(place: Place) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        try:
            connection.connect(str(place.socket / SOCKET_FILE))
        except OSError:
            return False
        return True


def _exists(pid: str) -> bool:
    """As PostgreSQL asks it: zombies and strangers exist too."""
    if not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_its_server(place: Place, lines: list[str]) -> bool:
    # A copied checkout brings along the pid file of the server of its original.
    if lines[1:2] != [str(place.data)]:
        return False
    state, program = _state_and_program(lines[0])
    return program.endswith("postgres") and state != "Z"


def _state_and_program(pid: str) -> tuple[str, str]:
    if Path("/proc/self/stat").exists():  # a bare machine has no ps
        try:
            told = Path("/proc", pid, "stat").read_text()
        except OSError:
            return "", ""
        program, _, rest = told.partition("(")[2].rpartition(") ")
        return rest[:1], program
    asked = ["ps", "-o", "stat=,comm=", "-p", pid]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    state, _, program = told.strip().partition(" ")
    return state[:1], program.strip()
