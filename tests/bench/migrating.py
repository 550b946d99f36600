"""A release comes while people read and staff write: how long does anybody wait?

At 100,000 stories and a million donors, the migrations of `tests/later_release` are
applied as `make upgrade` applies them, and a column is filled as a chore fills one.
Four connections read and write stories and donors all the while. To know that they
would have noticed, an index is then made in the way that the linter refuses: at full
size that must take longer than anybody may wait.
"""

import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

import psycopg2
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.test import override_settings

from donations.models import Donor
from ijm import upgrading
from stories.models import Edition
from tests import later_release
from tests.bench.crowd import SIZE, make_crowd
from tests.bench.great_books import DONORS, make_great_books
from tests.bench.rows import Drill, drawn
from tests.refused_release import locks_a_table_for_an_index as locking

LONGEST_MS = 2_000.0
PAYMENTS, PLEDGES = 200_000, 100_000
QUICKLY = 20  # a twentieth of the rows
PAUSE = 0.002
BATCH = 1_000
VISITS = {
    "read a story": "SELECT title, body FROM stories_edition WHERE id = %s",
    "write a story": "UPDATE stories_story SET changed_at = now() WHERE id = %s",
    "read a donor": "SELECT display_name, email FROM donations_donor WHERE id = %s",
    "write a donor": "UPDATE donations_donor SET contact_name = 'C' WHERE id = %s",
}
OF = {"story": "stories_story", "donor": "donations_donor"}
FILLED = """
WITH batch AS (SELECT id FROM donations_donor WHERE id > %s ORDER BY id LIMIT %s),
filled AS (
    UPDATE donations_donor donor SET salutation = 'Dear ' || display_name
    FROM batch WHERE donor.id = batch.id AND salutation IS NULL
)
SELECT max(id::text)::uuid FROM batch
"""
Wait = tuple[float, float]  # when it was over, in seconds; how long, in milliseconds


@dataclass
class Traffic:
    """Visits of each kind, one after the other, each in a connection of its own."""

    waits: dict[str, list[Wait]] = field(
        default_factory=lambda: {n: [] for n in VISITS}
    )
    over: threading.Event = field(default_factory=threading.Event)

    def longest(self, name: str, since: float, until: float) -> float:
        """Of the visits that lasted into that time, or began in it."""
        return max(
            (
                ms
                for ended, ms in self.waits[name]
                if ended >= since and ended - ms / 1_000 <= until
            ),
            default=0.0,
        )

    def _visit(self, name: str, ids: list[object]) -> None:
        own = psycopg2.connect(**connection.get_connection_params())
        own.autocommit = True
        chance = random.Random(name)
        with closing(own), own.cursor() as cursor:
            while not self.over.is_set():
                began = time.time()
                cursor.execute(VISITS[name], [chance.choice(ids)])
                ended = time.time()
                self.waits[name].append((ended, (ended - began) * 1_000))
                time.sleep(PAUSE)


@contextmanager
def traffic() -> Iterator[Traffic]:
    seen = Traffic()
    ids = {"read a story": _some("stories_edition")}
    for name in VISITS:
        ids.setdefault(name, _some(OF[name.rpartition(" ")[2]]))
    visitors = [
        threading.Thread(target=seen._visit, args=(name, ids[name])) for name in VISITS
    ]
    for each in visitors:
        each.start()
    try:
        yield seen
    finally:
        seen.over.set()
        for each in visitors:
            each.join()


def migrating(part: int = 1) -> tuple[str, bool]:
    began = time.monotonic()
    if Edition.objects.count() < SIZE // part:
        make_crowd(SIZE // part)
    if Donor.objects.count() < DONORS // part:
        make_great_books(DONORS // part, PAYMENTS // part, PLEDGES // part)
    made = f"{Edition.objects.count():,} editions, {Donor.objects.count():,} donors"
    made = f"{made} made in {time.monotonic() - began:.0f} s"
    with traffic() as seen:
        steps = list(_release(seen))
        state = MigrationExecutor(connection).loader.project_state()
        control = _step("refused: an index that locks", lambda: _refused_index(state))
        time.sleep(0.2)
    rows = [_row(seen, *each) for each in [*steps, control]]
    waited = [_longest(seen, *each) for each in steps]
    locked = _longest(seen, *control)
    sentence = (
        f"{made}\nlongest wait {max(waited):,.0f} ms (budget ≤ {LONGEST_MS:,.0f});"
        f" the refused index {locked:,.0f} ms"
    )
    held = max(waited) <= LONGEST_MS and locked > (
        max(waited) if part > 1 else LONGEST_MS
    )
    return f"{sentence}\n{drawn([('step', 's', *VISITS), *rows])}", held


def _release(seen: Traffic) -> Iterator[tuple[str, float, float]]:
    yield _step("nothing", lambda: time.sleep(3))
    before = time.time()
    with override_settings(MIGRATION_MODULES=later_release.MODULES):
        upgrading.migrate(print)
    done = time.time()
    applied = MigrationRecorder.Migration.objects.filter(name__startswith="9")
    for each in applied.order_by("applied"):
        after = each.applied.timestamp()
        yield f"{each.app}.{each.name}", before, after
        before = after
    yield "after migrations: roles, triggers", before, done
    yield _step("filled in batches", _fill)


def _step(name: str, work: Callable[[], object]) -> tuple[str, float, float]:
    began = time.time()
    work()
    return name, began, time.time()


def _fill() -> None:
    """As a chore does, which remembers how far it came: a batch a transaction."""
    last = uuid.UUID(int=0)
    with connection.cursor() as cursor:
        while last:
            cursor.execute(FILLED, [last, BATCH])
            last = cursor.fetchone()[0]


def _refused_index(state: ProjectState) -> None:
    with connection.schema_editor() as editor:
        locking.Migration("locking", "donations").apply(state, editor)


def _longest(seen: Traffic, _name: str, began: float, ended: float) -> float:
    return max(seen.longest(name, began, ended) for name in VISITS)


def _row(seen: Traffic, name: str, began: float, ended: float) -> tuple[str, ...]:
    each = (f"{seen.longest(kind, began, ended):,.0f}" for kind in VISITS)
    return (name, f"{ended - began:.1f}", *each)


def _some(table: str) -> list[object]:
    """Two thousand ids, drawn from all of the table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} ORDER BY random() LIMIT 2000")
        return [found for (found,) in cursor.fetchall()]


DRILLS = (Drill("migrating", migrating, quick=lambda: migrating(QUICKLY)),)
