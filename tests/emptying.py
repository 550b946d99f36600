"""Between tests that commit, tables are emptied and the first rows put back.

Django has each receiver of `post_migrate` write them anew, which takes a second of
processor time: a third of what all tests took. Here they are remembered as text when a
database is made, and keep their numbers for as long as it stands.
"""

import io
from typing import Any

import pytest
from django.core.management.commands import flush
from django.db import connections, transaction
from django.db.backends.postgresql.operations import DatabaseOperations

AS_A_REPLICA = "SET LOCAL session_replication_role = replica"
FIRST_ROWS: dict[str, dict[str, str]] = {}  # by name of a database, and by table


def remember(alias: str = "default") -> None:
    """To be called once all receivers have written, and before any test."""
    connection = connections[alias]
    tables = connection.introspection.django_table_names(
        only_existing=True, include_views=False
    )
    with connection.cursor() as cursor:
        rows = {table: _copied(cursor, table) for table in tables}
    FIRST_ROWS[connection.settings_dict["NAME"]] = {
        table: text for table, text in rows.items() if text
    }


def _copied(cursor: Any, table: str) -> str:
    text = io.StringIO()
    cursor.copy_expert(f'COPY "{table}" TO STDOUT', text)
    return text.getvalue()


@pytest.fixture(scope="session", autouse=True)
def tables_are_emptied_in_one_go() -> None:
    """Append-only tables refuse TRUNCATE; between tests that guard is lifted.

    The ordinary role meets the guard in tests/site/test_append_only.py.
    """
    empty, from_scratch = (
        DatabaseOperations.execute_sql_flush,
        flush.emit_post_migrate_signal,
    )

    def empty_as_a_replica(self: Any, statements: list[str]) -> None:
        empty(self, [f"{AS_A_REPLICA};", *statements])

    def put_back(verbosity: int, interactive: bool, alias: str) -> None:
        rows = FIRST_ROWS.get(connections[alias].settings_dict["NAME"])
        if rows is None:
            return from_scratch(verbosity, interactive, alias)
        with transaction.atomic(alias), connections[alias].cursor() as cursor:
            cursor.execute(AS_A_REPLICA)
            for table, text in rows.items():
                cursor.copy_expert(f'COPY "{table}" FROM STDIN', io.StringIO(text))

    DatabaseOperations.execute_sql_flush = empty_as_a_replica  # type: ignore[method-assign]
    flush.emit_post_migrate_signal = put_back
