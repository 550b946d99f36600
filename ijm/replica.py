"""Public pages from a replica of the database, while it knows all that they show.

Every change that a page shows bumps the generation in its own transaction, and a
replica takes transactions in their order: one that has the primary's generation has
every withdrawal, too. It is asked that before each page, and one that is behind, away
or busy is not read. Only views that ask for it read there, only for strangers, and
never after a write; nothing that moves money or judges consent does (DESIGN §7).
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

from django.db import (
    DEFAULT_DB_ALIAS,
    Error,
    InterfaceError,
    OperationalError,
    connection,
    connections,
)
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse

from ijm import generation
from ijm.middleware.sharing import is_personal

log = logging.getLogger(__name__)
ALIAS = "replica"
# How long one that was away is left alone; what bumps no generation, like the sum of a
# campaign, may be as old as LATEST.
REST, LATEST = 10.0, 60.0
View = TypeVar("View", bound=Callable[..., HttpResponse])
# Empty: this page is read at the primary.
_reading: ContextVar[list[str]] = ContextVar("replica", default=[])  # noqa: B039
_rests_until = 0.0

LOOK = """
SELECT number, extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
FROM ijm_generation WHERE id = 1
"""


class Router:
    """Reads go to where the page is read; writes, and what follows them, do not."""

    def db_for_read(self, model: object, **_hints: Any) -> str:
        return alias()

    def db_for_write(self, model: object, **_hints: Any) -> str:
        _reading.get().clear()
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: object, other: object, **_hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


def alias() -> str:
    reading = _reading.get()
    if reading and not connection.in_atomic_block:
        return reading[0]
    return DEFAULT_DB_ALIAS


def reading() -> BaseDatabaseWrapper:
    """The connection of what a page reads by SQL of its own."""
    return connections[alias()]


def from_replica(view: View) -> View:
    """The view only reads, and shows nothing that bumps no generation for long."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not _may_be_read(request):
            return view(request, *args, **kwargs)
        try:
            with _read():
                return view(request, *args, **kwargs)
        except (OperationalError, InterfaceError) as trouble:
            _leave_alone(trouble)
        return view(request, *args, **kwargs)

    answer.reads_replica = True  # type: ignore[attr-defined]
    return answer  # type: ignore[return-value]


@contextmanager
def _read() -> Iterator[None]:
    token = _reading.set([ALIAS])
    try:
        yield
    finally:
        _reading.reset(token)


def _may_be_read(request: HttpRequest) -> bool:
    if ALIAS not in connections.settings or time.monotonic() < _rests_until:
        return False
    if request.method not in ("GET", "HEAD") or is_personal(request.META):
        return False
    wanted = generation.of_this_page()
    try:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(LOOK)
            return is_as_new(cursor.fetchone(), wanted)
    except Error as trouble:
        _leave_alone(trouble)
        return False


def is_as_new(seen: tuple[int, float | None] | None, wanted: int) -> bool:
    """By its generation, and the age in seconds of what it took from the primary."""
    if seen is None:
        return False
    number, seconds = seen
    return number >= wanted and (seconds or 0) <= LATEST


def _leave_alone(trouble: Exception) -> None:
    global _rests_until
    _rests_until = time.monotonic() + REST
    log.warning("The replica is left alone for a while: %s", type(trouble).__name__)
    connections[ALIAS].close()
