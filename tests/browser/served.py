"""The site as `ijm.wsgi` serves it. A test may set its clock."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Any

import time_machine
from django.conf import settings

from ijm.wsgi import application as site


class Clock:
    """As far ahead of this machine's as a test wrote down (`house.clocks_ahead`)."""

    def __init__(self, written: Path) -> None:
        self._written, self._lock = written, Lock()
        self._seconds, self._moved = 0, None

    def set(self) -> None:
        seconds = int(self._written.read_text()) if self._written.exists() else 0
        with self._lock:
            if seconds == self._seconds:
                return
            if self._moved:
                self._moved.stop()
            self._moved = time_machine.travel(timedelta(seconds=seconds))
            self._moved.start()
            self._seconds = seconds


clock = Clock(Path(settings.DATA_DIR) / "clock-ahead")


def application(
    environ: dict[str, Any], start_response: Callable[..., Any]
) -> Iterable[bytes]:
    clock.set()
    return site(environ, start_response)
