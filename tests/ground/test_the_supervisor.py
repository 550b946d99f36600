"""Programs are kept up, and given up with a clear sentence when that is no use."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from ijm import supervisor
from ijm.supervisor import GaveUp, Program, Supervisor

COUNTS_AND_WAITS = """
import pathlib, sys, time
with pathlib.Path(sys.argv[1]).open("a") as starts: starts.write("x")
time.sleep(60)
"""
HAS_A_CHILD = """
import subprocess, sys, time, pathlib
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def signals_as_they_were() -> object:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def program(source: str, *arguments: object) -> Program:
    words = [sys.executable, "-c", source, *map(str, arguments)]
    return Program("web server", words, Path("/"))


def is_running(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and " Z " not in state.read_text()


def stop_after(seconds: float) -> None:
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGTERM)).start()


def test_it_gives_up_on_a_program_that_ends_again_and_again(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(GaveUp, match="The web server ended 3 times in a row"):
        Supervisor(lambda: None).run(program("raise SystemExit(7)"))
    assert "ended with code 7; it is started again" in capfd.readouterr().err


def test_it_starts_a_killed_program_again(tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    web = program(COUNTS_AND_WAITS, starts)

    def kill_it_once() -> None:
        if web.process and starts.exists() and starts.read_text() == "x":
            web.process.kill()

    stop_after(2.5)
    Supervisor(kill_it_once).run(web)
    assert starts.read_text() == "xx"
    assert web.process and web.process.returncode == -signal.SIGTERM


def test_what_a_killed_program_leaves_behind_is_ended_too(tmp_path: Path) -> None:
    note = tmp_path / "child"
    web = program(HAS_A_CHILD, note)
    web.start()
    while not (note.exists() and note.read_text()):
        time.sleep(0.05)
    orphan = int(note.read_text())
    assert web.process
    web.process.kill()
    web.process.wait()
    assert is_running(orphan)
    web.keep_up()
    for _ in range(40):
        if not is_running(orphan):
            break
        time.sleep(0.05)
    assert not is_running(orphan)
    web.ask_to_stop()
    web.wait_for_the_end(time.monotonic() + 5)


def test_a_program_that_will_not_stop_is_killed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(supervisor, "PATIENCE", 1.0)
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"
    stubborn = program(deaf)
    stop_after(1.0)
    Supervisor(lambda: None).run(stubborn)
    assert stubborn.process and stubborn.process.returncode == -signal.SIGKILL
