"""The supervisor: one process a lane, started again with patience when one dies.

It opens no database connection: whatever ends a lane leaves it standing.
"""

import logging
import os
import subprocess
import sys
from dataclasses import dataclass, field
from time import monotonic

from django.conf import settings

from ijm.contributions import Lane
from ijm.worker.lane import Stop
from ijm.worker.turn import LANES

log = logging.getLogger(__name__)

LOOK = 0.2
DRAIN = 8.0  # a slice lasts ≤ 5 s
STEADY = 60.0  # a lane that lived so long starts again with a clean slate
LONGEST_BACK_OFF = 30.0


@dataclass
class LaneProcess:
    lane: Lane
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    start_again_at: float = 0.0
    deaths: int = field(default=0)

    def look(self, now: float) -> None:
        """Start it if it is not running and its time has come."""
        if self.process and self.process.poll() is not None:
            self._mourn(now, self.process.returncode)
        if self.process is None and now >= self.start_again_at:
            self.process, self.started = self._spawn(), now

    def _mourn(self, now: float, code: int) -> None:
        self.deaths = 1 if now - self.started > STEADY else self.deaths + 1
        pause = min(2.0 ** (self.deaths - 1), LONGEST_BACK_OFF)
        self.process, self.start_again_at = None, now + pause
        log.warning("Lane %s ended (%s); again in %.0f s.", self.lane, code, pause)

    def _spawn(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "django", "worker", "--lane", self.lane]
        here = str(settings.BASE_DIR)
        path = os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH", "")]))
        return subprocess.Popen(
            [*command, "--parent", str(os.getpid())],
            cwd=here,
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.DEVNULL,
        )


def supervise(stop: Stop) -> None:
    lanes = [LaneProcess(lane) for lane in LANES]
    try:
        while not stop.asked():
            for lane in lanes:
                lane.look(monotonic())
            stop.sleep(LOOK)
    finally:
        _end([lane.process for lane in lanes if lane.process])


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask all at once, give the slices under way their time, then insist."""
    for process in processes:
        process.terminate()
    until = monotonic() + DRAIN
    for process in processes:
        try:
            process.wait(max(0.1, until - monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
