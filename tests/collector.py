"""The other end of `tests.donations.collector_for_tests`: turns, and kills in them."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]
NAMES = "STRIPE_SECRET_KEY STRIPE_WEBHOOK_SECRET STRIPE_API_BASE INSTALLATION_ID"


class Collector:
    def __init__(self) -> None:
        told = {name: getattr(settings, name) for name in NAMES.split()}
        told["NAME"] = connection.settings_dict["NAME"]
        command = [sys.executable, "-m", "tests.donations.collector_for_tests"]
        self.process = subprocess.Popen(
            [*command, json.dumps(told)],
            cwd=ROOT,
            env={**os.environ, "LOG_LEVEL": "ERROR"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.child, self.known = 0, threading.Event()
        assert self._line() == "ready"

    def turn(self, now: datetime, *does: str | dict[str, object]) -> int:
        """How the child ended: 0, or minus the signal that killed it.

        A chore by its name, or `{"press": an intention}`, `{"back": a checkout}`.
        """
        self.known.clear()
        assert self.process.stdin
        self.process.stdin.write(
            json.dumps({"now": now.isoformat(), "do": does}) + "\n"
        )
        self.process.stdin.flush()
        self.child = int(self._line())
        self.known.set()
        return int(self._line())

    def kill(self) -> None:
        """-9 to the child at work; for the double to call between two steps."""
        assert self.known.wait(30)
        os.kill(self.child, signal.SIGKILL)

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(30)

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()


@contextmanager
def collecting() -> Iterator[Collector]:
    collector = Collector()
    try:
        yield collector
    finally:
        collector.close()


Kill = Callable[[], None]
