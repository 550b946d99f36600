"""Keeping programs up: started together, restarted when one dies, stopped together."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

PATIENCE = 15.0  # seconds from the request to stop to the kill
TRIES = 3
# A program that lived this long has worked: its death starts a new count.
WORKED = 20.0
PR_SET_PDEATHSIG = 1


class GaveUp(Exception):
    """A program ended again and again; the message names it."""


@dataclass
class Program:
    name: str
    command: Sequence[str]
    folder: Path
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    early_ends: int = 0

    def start(self) -> None:
        # A session of its own: Ctrl-C in the terminal is the supervisor's to pass on.
        self.process = subprocess.Popen(
            self.command,
            cwd=self.folder,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )
        self.started_at = time.monotonic()

    def keep_up(self) -> None:
        if self.process is None or self.process.poll() is None:
            return
        self._end_what_it_left_behind()
        lived = time.monotonic() - self.started_at
        self.early_ends = 1 if lived > WORKED else self.early_ends + 1
        if self.early_ends >= TRIES:
            raise GaveUp(
                f"The {self.name} ended {TRIES} times in a row, the last time with"
                f" code {self.process.returncode}; its own words stand above."
                " Everything has been stopped."
            )
        sys.stderr.write(
            f"The {self.name} ended with code {self.process.returncode};"
            " it is started again.\n"
        )
        self.start()

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait_for_the_end(self, until: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._end_what_it_left_behind()
            self.process.wait()

    def _end_what_it_left_behind(self) -> None:
        """Its own children, whom a kill -9 has orphaned; they would hold the port."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)


@dataclass
class Supervisor:
    """Runs until it is asked to stop; `beat` is called a few times a second."""

    beat: Callable[[], None]
    programs: list[Program] = field(default_factory=list)
    stopping: bool = field(default=False, init=False)

    def add(self, program: Program) -> None:
        """At any time, from within `beat` too."""
        program.start()
        self.programs.append(program)

    def run(self, *programs: Program) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop_soon)
        try:
            for program in programs:
                self.add(program)
            while not self.stopping:
                self.beat()
                for program in self.programs:
                    program.keep_up()
                time.sleep(0.3)
        finally:
            self._stop()

    def _stop_soon(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _stop(self) -> None:
        for program in self.programs:
            program.ask_to_stop()
        until = time.monotonic() + PATIENCE
        for program in self.programs:
            program.wait_for_the_end(until)


def _end_with_parent() -> None:
    """On Linux, even a killed supervisor leaves no orphan that holds the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
