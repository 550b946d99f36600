"""A lane: turn after turn, until somebody says stop."""

import logging
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

from django.db import Error as DatabaseTrouble
from django.db import close_old_connections, connection
from django.utils import timezone

from ijm.contributions import Lane
from ijm.identity import refuse_a_wrong_installation
from ijm.worker import turn

log = logging.getLogger(__name__)

POLL = 0.5
LONGEST_WAIT_FOR_DATABASE = 10.0


class Stop:
    """Set by a signal; waiting on it is how everything here sleeps."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def on_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._heard)

    def asked(self) -> bool:
        return self._event.is_set()

    def sleep(self, seconds: float) -> None:
        self._event.wait(seconds)

    def now(self) -> None:
        self._event.set()

    def _heard(self, _number: int, _frame: FrameType | None) -> None:
        self._event.set()


def work(lane: Lane, stop: Stop, is_orphan: Callable[[], bool] = lambda: False) -> None:
    """Take turns. A database that went away is waited for; the slice begun is ended."""
    wait, rows_laid_out = POLL, False
    while not stop.asked() and not is_orphan():
        try:
            close_old_connections()
            if not rows_laid_out:
                refuse_a_wrong_installation()
                turn.lay_out_rows()
                rows_laid_out = True
            if not one_round(lane):
                stop.sleep(POLL)
            wait = POLL
        except DatabaseTrouble as trouble:
            log.warning(
                "Lane %s waits for the database: %s", lane, type(trouble).__name__
            )
            connection.close()
            stop.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT_FOR_DATABASE)
    connection.close()


def one_round(lane: Lane) -> bool:
    """One reading of the clock, one chore; False when nothing was due."""
    now = timezone.now()
    claimed = turn.claim_next(lane, now)
    if claimed is None:
        return False
    turn.take(claimed, now)
    return True


def orphan_of(parent: int | None) -> Callable[[], bool]:
    """A supervisor killed with -9 cannot tell its lanes; they look for themselves."""
    return lambda: parent is not None and os.getppid() != parent
