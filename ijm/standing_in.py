"""Where no worker lives, the web server sees to what must leave the public in a minute.

Pages judge for themselves at each read. Files do not: somebody has to take them away.
After a request has been answered, a process looks every ten seconds whether a chore
that is marked `by_web` is overdue, and does it in the worker's stead.
"""

import logging
from datetime import datetime, timedelta
from time import monotonic

from django.db import Error as DatabaseTrouble
from django.utils import timezone

from ijm.contributions import chores
from ijm.worker import turn

log = logging.getLogger(__name__)
LOOK_EVERY = 10.0
# A living worker is never this late with a chore of the safety lane.
OVERDUE = timedelta(seconds=10)
_next_look = 0.0


def look_now_and_then(**_signal: object) -> None:
    """Receiver of `request_finished`: the visitor has the answer already."""
    global _next_look
    if monotonic() < _next_look:
        return
    _next_look = monotonic() + LOOK_EVERY
    try:
        stand_in(timezone.now())
    except DatabaseTrouble as trouble:
        log.error("Nobody could stand in for the worker: %s", type(trouble).__name__)


def stand_in(now: datetime) -> int:
    """Do what is overdue; says how many chores were. Claimed, so that one does it."""
    turn.lay_out_rows()
    names = [chore.name for chore in chores if chore.by_web]
    turns = [turn.claim_neglected(name, now, OVERDUE) for name in names]
    return sum(turn.take(each, now) for each in turns if each)
