"""One question to the database of the demo, which is started where it is not."""

import contextlib

import psycopg2

from ijm import embedded


def ask(question: str) -> tuple | None:
    """The first row of the answer; nothing where there are no rows to be had."""
    found = embedded.ensure("demo")
    connection = psycopg2.connect(
        host=found["HOST"], user=found["USER"], dbname=found["NAME"]
    )
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone() if cursor.description else None
