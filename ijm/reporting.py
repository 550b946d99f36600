"""Errors told to a Sentry (SENTRY_DSN): what the log says of them, and no word more.

An event is made of `log_lines`: the kind of error and the places it passed, the pattern
of the page, the method. It never holds an error's words, a path, a query, a header, a
cookie, a body, a variable or an address, because none of them is ever asked for.
"""

import json
import logging
import os
import secrets
import threading
import traceback
from collections.abc import Iterator
from http.client import HTTPException
from queue import Empty, Full, Queue
from time import monotonic, sleep
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

from django.conf import settings

from ijm import log_lines
from ijm.env import Misconfigured
from ijm.one_call import call

AT_ONCE = 100  # that may wait; of more only the log tells
PATIENCE = 5.0
LAST_WORDS = 2.0  # seconds that an ending process waits for
TOO_MANY, QUIET = 429, 60.0


class Reporter(logging.Handler):
    """Handler of the log. A thread sends, so that no request waits for it."""

    def __init__(self, dsn: str) -> None:
        super().__init__(logging.ERROR)
        self._dsn = dsn
        self._waiting: Queue[bytes] = Queue(AT_ONCE)
        self._process, self._quiet_until = 0, 0.0

    def emit(self, record: logging.LogRecord) -> None:
        if self._process != os.getpid():  # a thread does not come along in a fork
            self._process = os.getpid()
            self._waiting = Queue(AT_ONCE)
            threading.Thread(target=self._send_all, daemon=True).start()
        try:
            self._waiting.put_nowait(envelope(event(record)))
        except Full:
            return

    def flush(self) -> None:
        until = monotonic() + LAST_WORDS
        while self._waiting.unfinished_tasks and monotonic() < until:
            sleep(0.02)

    def _send_all(self) -> None:
        while True:
            try:
                said = self._waiting.get(timeout=60)
            except Empty:
                continue
            if monotonic() >= self._quiet_until:
                self._send(said)
            self._waiting.task_done()

    def _send(self, said: bytes) -> None:
        try:
            deliver(self._dsn, said)
        except HTTPError as refused:
            if refused.code == TOO_MANY:
                self._quiet_until = monotonic() + QUIET
        except (OSError, HTTPException, ValueError, Misconfigured):
            return  # the log has it; a second error about it would not help


def deliver(dsn: str, said: bytes) -> None:
    """Raises HTTPError, OSError, HTTPException or ValueError where it was not taken."""
    address, key = read(dsn)
    signed = f"Sentry sentry_version=7, sentry_client=ijm/1, sentry_key={key}"
    kind = "application/x-sentry-envelope"
    headers = (("X-Sentry-Auth", signed), ("Content-Type", kind))
    call(address, said, "ijm", PATIENCE, headers)


def read(dsn: str) -> tuple[str, str]:
    """Address and key of `https://key@host/path/project`."""
    parts = urlsplit(dsn)
    before, _slash, project = parts.path.rpartition("/")
    key, _at, host = parts.netloc.rpartition("@")
    if parts.scheme not in ("https", "http") or not (key and host and project):
        raise Misconfigured("SENTRY_DSN must be like https://key@host/number.")
    return f"{parts.scheme}://{host}{before}/api/{project}/envelope/", key


def envelope(said: dict[str, Any] | None = None) -> bytes:
    """Sentry's frame around an event; without one it only asks to be heard."""
    header: dict[str, Any] = {"event_id": said["event_id"]} if said else {}
    lines = [header, *([{"type": "event"}, said] if said else [])]
    return "\n".join(json.dumps(each) for each in lines).encode() + b"\n"


def event(record: logging.LogRecord) -> dict[str, Any]:
    said = log_lines.facts(record)
    return {
        "event_id": secrets.token_hex(16),
        "timestamp": record.created,
        "platform": "python",
        "level": record.levelname.lower(),
        "logger": record.name,
        "environment": settings.MODE,
        "logentry": {"message": said["message"]},
        "tags": {k: said[k] for k in ("page", "method", "request") if k in said},
        **dict(_exception(record)),
    }


def _exception(record: logging.LogRecord) -> Iterator[tuple[str, Any]]:
    if record.exc_info and record.exc_info[1]:
        error = record.exc_info[1]
        frames = [
            {
                "filename": each.filename.removeprefix(f"{settings.BASE_DIR}/"),
                "function": each.name,
                "lineno": each.lineno,
                "in_app": each.filename.startswith(f"{settings.BASE_DIR}/")
                and "site-packages" not in each.filename,
            }
            for each in traceback.extract_tb(error.__traceback__)
        ]
        yield (
            "exception",
            {
                "values": [
                    {"type": type(error).__name__, "stacktrace": {"frames": frames}}
                ]
            },
        )
