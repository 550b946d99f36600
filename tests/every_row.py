"""The whole database as text: to see that nothing was written, or that nothing stayed.

Partitions, histories and tables of Django's own included; only what the test itself
may see of a snapshot, so take both within one test.
"""

from django.db import connection


def every_row() -> dict[str, list[str]]:
    """Each table's rows, ordered; bytes stand there as hex."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            found[table] = [row for (row,) in cursor.fetchall()]
    return found
