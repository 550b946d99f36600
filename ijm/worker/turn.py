"""One turn: claim a chore by changing its row, do a slice, note what became of it.

A lease, not a lock. Whoever dies loses the chore when the lease ends, and whoever
finishes after that notes nothing: the row names another holder by then.
"""

import logging
import os
import secrets
import socket
import traceback
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import get_args

from django.db import Error as DatabaseTrouble
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from ijm.addresses import without_addresses
from ijm.contributions import Chore, Lane, chores
from ijm.models.chore_run import ChoreRun

log = logging.getLogger(__name__)

LANES: tuple[Lane, ...] = get_args(Lane)
SAFETY_LEASE = timedelta(seconds=20)
LEASE = timedelta(seconds=60)
# In these lanes a figure above zero says that there may be more: go again at once,
# after whatever else is due. The breath keeps a chore that always says so from racing.
GOES_ON = {"mail", "money", "bulk"}
BREATH = timedelta(milliseconds=50)
LONGEST_BACK_OFF = {"safety": timedelta(seconds=20)}
ORDINARY_BACK_OFF = timedelta(minutes=5)


@dataclass(frozen=True)
class Turn:
    chore: Chore
    holder: str


def lay_out_rows() -> None:
    """A row for each contributed chore; safe to run from every lane at once."""
    ChoreRun.objects.bulk_create(
        [ChoreRun(name=chore.name, lane=chore.lane) for chore in chores],
        ignore_conflicts=True,
    )
    for chore in chores:
        ChoreRun.objects.filter(name=chore.name).exclude(lane=chore.lane).update(
            lane=chore.lane
        )


def claim_next(lane: Lane, now: datetime) -> Turn | None:
    """The chore of the lane that has been due longest, held by this process now."""
    ours = [chore.name for chore in chores if chore.lane == lane]
    due = _free(now).filter(name__in=ours, due_at__lte=now).order_by("due_at", "name")
    for name in due.values_list("name", flat=True):
        if turn := _claim(chores.named(name), now, Q(due_at__lte=now)):
            return turn
    return None


def claim_by_name(name: str, now: datetime) -> Turn | None:
    """For `--once`: due or not, unless somebody holds it."""
    return _claim(chores.named(name), now, Q())


def claim_neglected(name: str, now: datetime, overdue: timedelta) -> Turn | None:
    """For whoever stands in: only what has been due for that long, held by nobody."""
    return _claim(chores.named(name), now, Q(due_at__lte=now - overdue))


def take(turn: Turn, now: datetime) -> bool:
    """Do the slice and note it; False if it raised. Only database trouble escapes."""
    try:
        figure = turn.chore.run(now)
    except Exception as error:  # noqa: BLE001 - one chore must not stop the others
        _mend_connection()
        _note_failure(turn, error)
        return False
    _note_success(turn, figure)
    return True


def goes_on(chore: Chore, figure: int | None) -> bool:
    return chore.lane in GOES_ON and bool(figure)


def lease_of(lane: Lane) -> timedelta:
    return SAFETY_LEASE if lane == "safety" else LEASE


def _free(now: datetime) -> QuerySet[ChoreRun]:
    return ChoreRun.objects.filter(Q(lease_until=None) | Q(lease_until__lt=now))


def _claim(chore: Chore, now: datetime, condition: Q) -> Turn | None:
    # Fresh for each claim: a process must not take its own late note for a new one.
    holder = f"{socket.gethostname()[:48]}:{os.getpid()}:{secrets.token_hex(4)}"
    won = (
        _free(now)
        .filter(condition, name=chore.name)
        .update(holder=holder, lease_until=now + lease_of(chore.lane), started_at=now)
    )
    return Turn(chore, holder) if won else None


def _note_success(turn: Turn, figure: int) -> None:
    now = timezone.now()
    pause = timedelta(seconds=turn.chore.every)
    _held(turn).update(
        holder="",
        lease_until=None,
        due_at=now + (min(BREATH, pause) if goes_on(turn.chore, figure) else pause),
        finished_at=now,
        figure=figure,
        error="",
        failures=0,
    )


def _note_failure(turn: Turn, error: Exception) -> None:
    words, where = describe(error)
    log.error("Chore %s failed: %s\n%s", turn.chore.name, words, where)
    row = _held(turn).first()
    if row is None:
        return
    _held(turn).update(
        holder="",
        lease_until=None,
        due_at=timezone.now() + back_off(turn.chore, row.failures + 1),
        error=words,
        failures=F("failures") + 1,
    )


def back_off(chore: Chore, failures: int) -> timedelta:
    pause = timedelta(seconds=max(chore.every, 1.0) * 2 ** min(failures, 10))
    longest = LONGEST_BACK_OFF.get(chore.lane, ORDINARY_BACK_OFF)
    return min(pause, max(longest, timedelta(seconds=chore.every)))


def describe(error: Exception) -> tuple[str, str]:
    """Type and first words of an error, and where it arose: never a person's data.

    PostgreSQL prints whole rows after the first line ("DETAIL: Key (email)=…").
    """
    first_line = without_addresses(str(error).strip().partition("\n")[0])[:200]
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}"
    where = "\n".join(f"  {each.filename}:{each.lineno} {each.name}" for each in frames)
    return f"{type(error).__name__}: {first_line} ({place})", where


def _held(turn: Turn) -> QuerySet[ChoreRun]:
    return ChoreRun.objects.filter(name=turn.chore.name, holder=turn.holder)


def _mend_connection() -> None:
    """A connection that broke inside the chore is replaced before we note anything."""
    try:
        usable = connection.connection is not None and connection.is_usable()
    except DatabaseTrouble:
        usable = False
    if not usable:
        connection.close()
