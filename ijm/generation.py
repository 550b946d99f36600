"""The generation of public pages: read before rendering, bumped by every change.

A page rendered under an older generation is never served once a process has seen
the newer one; see `ijm.page_cache`.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import Error, connection
from django.db.models import F

from ijm.models.generation import Generation

log = logging.getLogger(__name__)
# A look takes a millisecond. Longer than this means a database in trouble, and then
# answering from what is known beats queueing behind the one who looks.
PATIENCE = 0.3
_read_here: ContextVar[list[int] | None] = ContextVar("generation", default=None)


def bump() -> None:
    """Forget every cached page, as of the commit of the transaction around this."""
    if not Generation.objects.filter(pk=1).update(number=F("number") + 1):
        Generation.objects.bulk_create([Generation(pk=1)], ignore_conflicts=True)
        Generation.objects.filter(pk=1).update(number=F("number") + 1)


def current() -> int:
    """The number committed last, by one query on the caller's connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM ijm_generation WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else 0


@contextmanager
def read_once() -> Iterator[None]:
    """Within, `of_this_page` asks the database the first time only."""
    token = _read_here.set([])
    try:
        yield
    finally:
        _read_here.reset(token)


def of_this_page() -> int:
    """The number this page is rendered under; outside `read_once` the current one."""
    read = _read_here.get()
    if read is None:
        return current()
    if not read:
        read.append(current())
    return read[0]


class Watch:
    """The newest number this process has seen, looked at again every so often.

    While the database is away the last number stands: pages then live out the rest
    of their minute, and no more.
    """

    def __init__(self, every: float) -> None:
        self.every = every
        self._lock = threading.Lock()
        self._number: int | None = None
        self._seen_at = float("-inf")

    def number(self) -> int | None:
        if time.monotonic() - self._seen_at < self.every:
            return self._number
        return self._look()

    def note(self, number: int, seen_at: float) -> None:
        """Someone read `number`, beginning at `seen_at` on the monotonic clock."""
        if seen_at > self._seen_at:
            self._number, self._seen_at = number, seen_at

    def _look(self) -> int | None:
        if not self._lock.acquire(timeout=PATIENCE):
            return self._number
        try:
            now = time.monotonic()
            if now - self._seen_at < self.every:
                return self._number
            # We stand outside Django's request cycle, which else would see to this;
            # within a transaction (a test's) the connection must stay as it is.
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
            self.note(current(), now)
        except Error:
            log.warning("The generation of pages cannot be read.", exc_info=True)
            self._seen_at = now
        finally:
            self._lock.release()
        return self._number
