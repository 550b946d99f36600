"""Real worker processes: killed, doubled, cut off from the database, told to stop."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from ijm import alarm, mail
from ijm.models import ChoreRun, OutgoingMail
from ijm.worker.turn import LANES
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]


class Process:
    """A process and the lines it has printed so far."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.popen = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.lines: list[list[str]] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.popen.stdout or ():
            self.lines.append(line.split())

    def said(self, word: str) -> list[float]:
        return [float(line[2]) for line in list(self.lines) if line[0] == word]

    def end(self, number: int = signal.SIGTERM) -> float:
        """Signal it; how many seconds it took to end."""
        asked = time.monotonic()
        self.popen.send_signal(number)
        self.popen.wait(15)
        self._reader.join(2)
        return time.monotonic() - asked


Start = Callable[..., Process]


@pytest.fixture
def start(database_environment: dict[str, str]) -> Iterator[Start]:
    started: list[Process] = []

    def begin(*command: Any, **environment: str) -> Process:
        words = [str(word) for word in command]
        started.append(Process(words, {**database_environment, **environment}))
        return started[-1]

    yield begin
    for process in started:
        if process.popen.poll() is None:
            process.end(signal.SIGKILL)


def promptly() -> float:
    """Five seconds; more on a machine that is busy with other things."""
    return 5 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def lanes_of(supervisor: int) -> dict[str, int]:
    """Its lane processes by name, read from /proc."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if "--lane" in words and str(supervisor) in words:
            found[words[words.index("--lane") + 1]] = int(folder.name)
    return found


def test_a_killed_workers_chore_is_taken_again_when_its_lease_ends(
    start: Start,
) -> None:
    first = start("tests.ijm.lane_for_tests", 60, 1, 2)
    second = start("tests.ijm.lane_for_tests", 0, 1, 2)
    until(lambda: first.said("begin") or second.said("end"))
    if not first.said("begin"):  # the quick one began: let the slow one have its turn
        until(lambda: first.said("begin"))
    began = first.said("begin")[0]
    before = len(second.said("begin"))
    first.end(signal.SIGKILL)
    until(lambda: len(second.said("begin")) > before)
    again = next(at for at in second.said("begin") if at > began)
    assert again - began > 1, "a live lease of 2 s was broken"
    until(lambda: ChoreRun.objects.get(name="for-tests").finished_at)


def overlaps(*processes: Process) -> int:
    spans = sorted(
        span
        for process in processes
        for span in zip(process.said("begin"), process.said("end"), strict=False)
    )
    return sum(later[0] < earlier[1] for earlier, later in pairwise(spans))


@pytest.mark.parametrize(("lease", "expected"), [(60, False), (0, True)])
def test_two_workers_never_run_one_chore_at_once(
    lease: float, expected: bool, start: Start
) -> None:
    """The second case is the control: without a lease they do."""
    pair = [start("tests.ijm.lane_for_tests", 0.05, 0, lease) for _ in range(2)]
    until(lambda: all(len(process.said("end")) > 15 for process in pair))
    for process in pair:
        process.end()
    assert bool(overlaps(*pair)) is expected


def test_it_ends_its_slice_before_it_goes(start: Start) -> None:
    lane = start("tests.ijm.lane_for_tests", 1, 0, 60)
    until(lambda: lane.said("begin"))
    assert lane.end() < promptly()
    assert len(lane.said("begin")) == len(lane.said("end"))
    assert lane.said("drained")
    assert lane.popen.returncode == 0
    assert ChoreRun.objects.get(name="for-tests").holder == ""


def test_it_comes_back_when_the_database_does(start: Start) -> None:
    lane = start("tests.ijm.lane_for_tests", 0, 0, 1)
    until(lambda: lane.said("end"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    cut_off = time.monotonic()
    until(lambda: lane.said("end")[-1] > cut_off + 0.1)
    assert lane.popen.poll() is None


def test_the_supervisor_keeps_four_lanes_alive_and_ends_them(
    start: Start, smtp_sink: Any
) -> None:
    worker = start("django", "worker", EMAIL_URL=smtp_sink.url)
    mail.post(alarm.LETTER.name, to="kim@example.org", about=None, cause="c")
    smtp_sink.wait_for("kim@example.org", 60)
    until(lambda: set(lanes_of(worker.popen.pid)) == set(LANES))
    killed = lanes_of(worker.popen.pid)["mail"]
    os.kill(killed, signal.SIGKILL)
    until(lambda: lanes_of(worker.popen.pid).get("mail", killed) != killed)
    assert worker.end() < promptly()
    assert worker.popen.returncode == 0
    assert lanes_of(worker.popen.pid) == {}
    assert OutgoingMail.objects.get().state == OutgoingMail.SENT


def test_lanes_do_not_outlive_a_killed_supervisor(start: Start) -> None:
    worker = start("django", "worker")
    until(lambda: ChoreRun.objects.filter(finished_at__isnull=False).exists())
    worker.end(signal.SIGKILL)
    until(lambda: lanes_of(worker.popen.pid) == {})


def test_one_chore_can_be_done_once_for_cron(capsys, db) -> None:
    from django.core.management import CommandError, call_command

    call_command("worker", once="send-mail")
    assert capsys.readouterr().out == "send-mail: 0\n"
    with pytest.raises(CommandError, match="no chore “nonsense”"):
        call_command("worker", once="nonsense")
    run = ChoreRun.objects.get(name="send-mail")
    run.change(holder="me", lease_until=timezone.now() + timezone.timedelta(minutes=1))
    call_command("worker", once="send-mail")
    assert "another worker is at it" in capsys.readouterr().out
    call_command("worker", list=True)
    assert "forget-dead-links" in capsys.readouterr().out
