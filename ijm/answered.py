"""How many requests this machine's web processes have answered, by status.

Counted in memory that they share: each has a row of its own, which the next process
takes over with what stands in it, so that no sum ever falls while the machine is up.
Nothing is kept but the sums. Only where METRICS_TOKEN is set.
"""

import fcntl
import hashlib
import mmap
import os
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

LOWEST, HIGHEST = 100, 599
WIDTH, EACH, ROWS = 512, 8, 128  # statuses, bytes of a number, processes
SIZE = WIDTH * EACH * ROWS
StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]
_opening = threading.Lock()
_counter: "Counter | None" = None


class Counter:
    """One process's row. It is held by a lock, which ends with the process."""

    def __init__(self, path: Path) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        self._file = os.open(path, flags, 0o600)
        if os.fstat(self._file).st_uid != os.geteuid():
            raise PermissionError(f"{path} is somebody else's.")
        if os.fstat(self._file).st_size < SIZE:
            os.ftruncate(self._file, SIZE)
        self._numbers = memoryview(mmap.mmap(self._file, SIZE)).cast("Q")
        self._one_by_one = threading.Lock()
        self._row = self._free_row() * WIDTH

    def add(self, status: int) -> None:
        if LOWEST <= status <= HIGHEST:
            with self._one_by_one:
                self._numbers[self._row + status - LOWEST] += 1

    def counted(self) -> Iterator[tuple[int, int]]:
        for status in range(LOWEST, HIGHEST + 1):
            if count := sum(self._numbers[status - LOWEST :: WIDTH]):
                yield status, count

    def _free_row(self) -> int:
        for row in range(ROWS):
            try:
                exclusive = fcntl.LOCK_EX | fcntl.LOCK_NB
                fcntl.lockf(self._file, exclusive, 1, row)
            except OSError:
                continue
            return row
        raise RuntimeError(f"More than {ROWS} web processes.")


def counting(application: Application) -> Application:
    """What the web server calls, counting each answer."""
    if not settings.METRICS_TOKEN:
        return application

    def counted_application(
        environ: dict[str, Any], start_response: StartResponse
    ) -> Iterable[bytes]:
        def start(status: str, *more: Any) -> Any:
            _ours().add(int(status[:3]))
            return start_response(status, *more)

        return application(environ, start)

    return counted_application


def counted() -> list[tuple[int, int]]:
    return list(_ours().counted())


def _ours() -> Counter:
    """Opened at the first answer: a server may fork after it has loaded us."""
    global _counter
    if _counter is None:
        with _opening:
            _counter = _counter or Counter(_path())
    return _counter


def _path() -> Path:
    """For one account and one DATA_DIR, where even a read-only container may write."""
    whose = f"{os.geteuid()} {settings.DATA_DIR}"
    tag = hashlib.sha256(whose.encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"ijm-answered-{tag}"
