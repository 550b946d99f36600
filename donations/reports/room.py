"""Memory for one question, so that a million rows are grouped in it, not on disk."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def room_to_sort() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '192MB'")
        yield
        cursor.execute("SET LOCAL work_mem TO DEFAULT")
