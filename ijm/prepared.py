"""Statements composed once and asked many times, whose rows are rows of a model.

Django takes longer to compose an ordinary query than PostgreSQL to answer it: more than
a millisecond for a story. What every page asks is composed at the first asking. And
PostgreSQL takes longer to plan some of them than to run them: each connection has it
prepare them once.
"""

import logging
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigIntegerField,
    BooleanField,
    F,
    Func,
    Model,
    QuerySet,
    Value,
)
from psycopg2.errors import DuplicatePreparedStatement, InvalidSqlStatementName

from ijm import replica

log = logging.getLogger(__name__)
M = TypeVar("M", bound=Model)
PLACEHOLDER = re.compile(r"(%%)|%s")
NAMED = re.compile(r"(%%)|%\((\w+)\)s")
# Connection of the driver → the names of what it has prepared.
_at_hand: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()
_pooled = False


class Statement(Generic[M]):
    """SQL that selects the columns `names` of `model`, in the model's own order.

    Columns left out are deferred, as with `only()`.
    """

    def __init__(self, model: type[M], names: Sequence[str], sql: str) -> None:
        self.model, self.names, self.sql = model, list(names), sql
        fields = [model._meta.get_field(name) for name in names]
        self._converters = [
            (at, field.from_db_value)
            for at, field in enumerate(fields)
            if hasattr(field, "from_db_value")
        ]
        self._preparation, self._call, self._id = _as_preparation(sql)

    def rows(self, given: dict[str, Any]) -> list[M]:
        reading = replica.reading()
        return [
            self._row(list(values), reading) for values in self._fetched(given, reading)
        ]

    def _fetched(
        self, given: dict[str, Any], reading: BaseDatabaseWrapper
    ) -> list[tuple[Any, ...]]:
        """A pooler that hands one server's connection to many loses what is prepared;

        behind one, this process stops preparing. It can be told only where no
        transaction is open, which is where public pages ask.
        """
        global _pooled
        with reading.cursor() as cursor:
            if _pooled or reading.in_atomic_block:
                cursor.execute(self.sql, given)
                return cursor.fetchall()
            self._prepare(reading)
            try:
                cursor.execute(self._call, given)
            except DatabaseError as error:
                if not isinstance(error.__cause__, InvalidSqlStatementName):
                    raise
                log.warning("A pooler stands before the database: nothing is prepared.")
                _pooled = True
                cursor.execute(self.sql, given)
            return cursor.fetchall()

    def _prepare(self, reading: BaseDatabaseWrapper) -> None:
        names = _at_hand.setdefault(reading.connection, set())
        if self._id not in names:
            with (
                reading.wrap_database_errors,
                reading.connection.cursor() as cursor,
                suppress(DuplicatePreparedStatement),  # by another client of a pooler
            ):
                cursor.execute(self._preparation)
            names.add(self._id)

    def _row(self, values: list[Any], reading: BaseDatabaseWrapper) -> M:
        for at, convert in self._converters:
            values[at] = convert(values[at], None, reading)
        return self.model.from_db(reading.alias, self.names, values)


def _as_preparation(sql: str) -> tuple[str, str, str]:
    """What prepares `sql`, what calls it with the same names, and what it is called."""
    names: list[str] = []

    def numbered(found: re.Match[str]) -> str:
        percent, name = found.groups()
        if percent:
            return "%"
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    name = f"house_{blake2b(sql.encode(), digest_size=8).hexdigest()}"
    prepared = NAMED.sub(numbered, sql)
    given = ", ".join(f"%({each})s" for each in names)
    call = f"EXECUTE {name} ({given})" if names else f"EXECUTE {name}"
    return f"PREPARE {name} AS {prepared}", call, name


class Prepared(Generic[M]):
    """`Prepared(compose, slug="?")`, asked as `.rows(slug="lake")`.

    `compose` makes a queryset of the samples given here, each unlike anything else that
    the query holds; where they stand in its SQL, the real ones go.
    """

    def __init__(self, compose: Callable[..., QuerySet[M]], **samples: Any) -> None:
        self.compose, self.samples = compose, samples

    def rows(self, **given: Any) -> list[M]:
        statement, constants = self._composed
        return statement.rows({**constants, **given})

    @cached_property
    def _composed(self) -> tuple[Statement[M], dict[str, Any]]:
        """Once the models are ready."""
        queryset = self.compose(**self.samples)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        columns = [column.target.attname for column, _sql, _alias in compiler.select]
        places = [self._place(at, each) for at, each in enumerate(parameters)]
        constants = dict(zip(places, parameters, strict=True))
        rest = iter(places)
        named = PLACEHOLDER.sub(lambda found: found[1] or f"%({next(rest)})s", sql)
        return Statement(queryset.model, columns, named), constants

    def _place(self, at: int, parameter: Any) -> str:
        named = (name for name, each in self.samples.items() if each == parameter)
        return next(named, f"constant_{at}")


class IsAmong(Func):
    """`pk__in` in one parameter, so that a statement fits any number of them.

    `column` names another column of whole numbers.
    """

    template, arg_joiner = "(%(expressions)s))", " = ANY("
    output_field = BooleanField()

    def __init__(self, ids: list[int], column: str = "pk") -> None:
        super().__init__(F(column), Value(ids, ArrayField(BigIntegerField())))
