"""Bringing the database to this release while the former one still serves.

A statement that waits for a table's lock makes every reader wait behind it, so none may
wait long: it gives up, what it had done is undone, and it is tried again.
"""

import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from psycopg2.errors import LockNotAvailable

WAIT = "2s"
TRIES, PAUSE = 30, 2.0  # a minute and more of a busy site


class StillBusy(Exception):
    """A table was in use for too long; what was migrated stays, the rest can follow."""


def pending() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{each.app_label}.{each.name}" for each, _backwards in plan]


def is_new() -> bool:
    """A database without a table of ours has nothing to be kept."""
    return "ijm_installation" not in connection.introspection.table_names()


def migrate(say: Callable[[str], None], pause: float = PAUSE) -> None:
    """Each migration is a transaction: one that gave up has left nothing behind.

    But for an index that is made beside the traffic; what is left of it goes first.
    """
    for left in reversed(range(TRIES)):
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [WAIT])
        try:
            _drop_half_made_indexes()
            call_command("migrate", interactive=False, verbosity=0)
            return
        except OperationalError as refused:
            if not isinstance(refused.__cause__, LockNotAvailable):
                raise
            connection.close()
            say(f"A table is in use; {left} more tries.")
            time.sleep(pause)
        finally:
            _wait_as_before()
    raise StillBusy


HALF_MADE = """
SELECT format('%I.%I', nspname, relname) FROM pg_index
JOIN pg_class ON pg_class.oid = indexrelid
JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE NOT indisvalid AND nspname = current_schema() AND relkind = 'i'
"""


def _drop_half_made_indexes() -> None:
    """One nobody reads, and everybody writes; its name must be free to try again."""
    with connection.cursor() as cursor:
        cursor.execute(HALF_MADE)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX CONCURRENTLY {name}")


def _wait_as_before() -> None:
    if connection.connection is not None:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
