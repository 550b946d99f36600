"""The site as production serves it, on the test database: granian, page cache,
collected and compressed files. Tests of this folder see it through a browser only.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import time_machine
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import timezone

from ijm.contributions import chores
from ijm.models.generation import Generation
from tests.bench.servers import ROOT, Server, serving

APPLICATION = "tests.browser.served:application"
# Kept between runs: collecting and compressing takes longer than most journeys.
COLLECTED = ROOT / "var" / "test-static"
WHOSE_TURN = ("mail", "money", "safety")


def folder() -> Path:
    """Where the served site keeps its media, and finds its static files."""
    return Path(settings.DATA_DIR) / "browser"


def storages() -> dict[str, Any]:
    """Settings that let this process write photos where the server finds them."""
    media = folder() / "media"
    kinds = {**settings.STORAGES}
    kinds["default"] = {
        **kinds["default"],
        "OPTIONS": {"location": media / "public", "base_url": settings.MEDIA_URL},
    }
    kinds["private"] = {
        **kinds["private"],
        "OPTIONS": {"location": media / "private", "base_url": None},
    }
    return kinds


@contextmanager
def standing(**more: str) -> Iterator[Server]:
    """One server process: what it says of itself is never a second one's old page.

    `more` are settings that it has in place of the usual ones.
    """
    folder().mkdir(parents=True, exist_ok=True)
    static = folder() / "static"
    if not static.exists():
        static.symlink_to(_collected())
    environment = {"DATA_DIR": str(folder()), "PAGE_CACHE_CHECK_MS": "1", **more}
    with serving("granian", APPLICATION, workers=1, **environment) as server:
        yield server


def begin_anew() -> None:
    """A generation that no page kept by the server can bear (tables were emptied)."""
    Generation.objects.update_or_create(pk=1, defaults={"number": time.time_ns()})


@contextmanager
def clocks_ahead(by: timedelta) -> Iterator[None]:
    """The server's clock and the worker's have gone on by so much."""
    clock = folder() / "clock-ahead"
    clock.write_text(f"{by.total_seconds():.0f}")
    try:
        with time_machine.travel(by):
            yield
    finally:
        clock.unlink()


def do_chores() -> None:
    """What the worker does next, until nothing is left to do."""
    for _round in range(3):
        for chore in chores:
            if chore.lane in WHOSE_TURN:
                chore.run(timezone.now())


def _collected() -> Path:
    """The collected static files of this checkout as it is now."""
    COLLECTED.mkdir(parents=True, exist_ok=True)
    wanted = COLLECTED / _state()
    with (COLLECTED / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (wanted / "complete").exists():
            _collect(wanted)
    return wanted / "static"


def _collect(wanted: Path) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATA_DIR": str(wanted),
            # It is asked for nothing, and must not start a server of its own.
            "DATABASE_URL": "postgres://nobody@localhost/none",
        },
        check=True,
    )
    (wanted / "complete").touch()


def _state() -> str:
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            digest.update(f"{name} {os.stat(storage.path(name)).st_mtime_ns}".encode())
    return digest.hexdigest()[:16]
