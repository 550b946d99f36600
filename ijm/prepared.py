"""Statements composed once and asked many times, whose rows are rows of a model.

Django takes longer to compose an ordinary query than PostgreSQL to answer it: more than
a millisecond for a story. What every page asks is composed at the first asking.
"""

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import (
    BigIntegerField,
    BooleanField,
    F,
    Func,
    Model,
    QuerySet,
    Value,
)

M = TypeVar("M", bound=Model)
PLACEHOLDER = re.compile(r"(%%)|%s")


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

    def rows(self, given: dict[str, Any]) -> list[M]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            found = cursor.fetchall()
        return [self._row(list(values)) for values in found]

    def _row(self, values: list[Any]) -> M:
        for at, convert in self._converters:
            values[at] = convert(values[at], None, connection)
        return self.model.from_db(connection.alias, self.names, values)


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
    """`pk__in` in one parameter, so that a statement fits any number of them."""

    template, arg_joiner = "(%(expressions)s))", " = ANY("
    output_field = BooleanField()

    def __init__(self, ids: list[int]) -> None:
        super().__init__(F("pk"), Value(ids, ArrayField(BigIntegerField())))
