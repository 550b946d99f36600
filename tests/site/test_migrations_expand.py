"""Expand, then contract: the release before must live on the new schema (DESIGN §7).

An upgrade migrates first and restarts after, and the way back is the former release on
the new tables. So what it reads may go, and what it must write may come, only in a
later release; and no statement may rewrite or lock a large table for long.
"""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models

from tests import later_release

ROOT = Path(__file__).resolve().parents[2]
APPS = ("ijm", "stories", "newsletter", "donations")
# Before the first release there was nobody to live on.
BEFORE_THE_FIRST_RELEASE = {"ijm": 1, "stories": 1, "newsletter": 1, "donations": 2}
GOES = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)
SCHEMA = (migrations.CreateModel, migrations.AddField, migrations.AlterField)


def since_the_first_release() -> Iterator[tuple[str, type[migrations.Migration]]]:
    for app, number in BEFORE_THE_FIRST_RELEASE.items():
        for path in sorted((ROOT / app / "migrations").glob("0*.py")):
            if int(path.stem[:4]) > number:
                found = importlib.import_module(f"{app}.migrations.{path.stem}")
                yield f"{app}.{path.stem}", found.Migration


def of_the_release_to_come() -> Iterator[tuple[str, type[migrations.Migration]]]:
    for app, module in later_release.MODULES.items():
        for path in sorted((ROOT / "tests/later_release" / app).glob("9*.py")):
            found = importlib.import_module(f"{module}.{path.stem}")
            yield f"later {app}.{path.stem}", found.Migration


def refused() -> Iterator[Any]:
    for path in sorted((ROOT / "tests/refused_release").glob("[a-z]*.py")):
        yield importlib.import_module(f"tests.refused_release.{path.stem}")


LINTED = [*since_the_first_release(), *of_the_release_to_come()]
REFUSED = list(refused())


@pytest.mark.parametrize(("name", "migration"), LINTED, ids=[n for n, _m in LINTED])
def test_the_former_release_lives_on(name, migration) -> None:
    assert list(problems(migration)) == []


def problems(migration: type[migrations.Migration]) -> Iterator[str]:
    """One that contracts says so: `contracts = "since when nobody reads it"`."""
    contracts = getattr(migration, "contracts", "")
    operations = list(migration.operations)
    new = {o.name_lower for o in operations if isinstance(o, migrations.CreateModel)}
    for each in operations:
        if isinstance(each, GOES) and not contracts:
            yield f"{each.describe()}: the former release still reads it"
        if isinstance(each, migrations.AddField) and each.model_name_lower not in new:
            yield from _column(each)
        if isinstance(each, migrations.AlterField):
            yield from _column(each)
        if type(each) is migrations.AddIndex and each.model_name_lower not in new:
            yield f"{each.describe()}: locks the table; use AddIndexConcurrently"
        if type(each) is migrations.AddConstraint and each.model_name_lower not in new:
            yield f"{each.describe()}: {READS_ALL}"
    yield from _of_the_whole(migration, operations)


READS_ALL = (
    "locks the table while it reads every row; use AddConstraintNotValid, and "
    "ValidateConstraint in a later migration"
)


def _of_the_whole(
    migration: type[migrations.Migration], operations: list[Any]
) -> Iterator[str]:
    def has(*kinds: type) -> bool:
        return any(isinstance(each, kinds) for each in operations)

    if has(AddIndexConcurrently) and migration.atomic:
        yield "AddIndexConcurrently needs atomic = False"
    if not migration.atomic and len(operations) > 1:
        yield "one operation, or what it gave up half way cannot be tried again"
    if has(AddConstraintNotValid) and has(ValidateConstraint):
        yield "a rule keeps its lock until the end: prove it in a migration of its own"
    if has(migrations.RunPython) and has(*SCHEMA):
        yield "rows are changed beside the schema: make it a migration of its own"


def _column(each: migrations.AddField | migrations.AlterField) -> Iterator[str]:
    """Rows of the former release do not name it: the database must have its value."""
    field = each.field
    if isinstance(field, models.ManyToManyField) or getattr(field, "generated", False):
        return
    if isinstance(each, migrations.AddField):
        if not field.null and not field.has_db_default():
            yield f"{each.describe()}: null=True or db_default, for rows of the former"
        if field.unique and not field.null:
            yield f"{each.describe()}: two rows cannot have one default"


def made_of(*operations, **more: object) -> type[migrations.Migration]:
    body = {"operations": operations, **more}
    return type("Migration", (migrations.Migration,), body)


INDEX = models.Index(fields=["at"], name="at")


@pytest.mark.parametrize("bad", REFUSED, ids=[each.__name__ for each in REFUSED])
def test_the_linter_sees_what_would_break_it(bad) -> None:
    (found,) = problems(bad.Migration)
    assert bad.refused in found


def test_the_linter_lets_pass_what_only_adds() -> None:
    null = models.CharField(max_length=9, null=True)
    told = models.CharField(max_length=9, db_default="")
    added = made_of(
        migrations.CreateModel("thing", [("at", models.DateTimeField())]),
        migrations.AddIndex("thing", INDEX),
        migrations.AddField("story", "dek", null),
        migrations.AddField("story", "kind", told),
    )
    assert list(problems(added)) == []
    gone = made_of(migrations.RemoveField("story", "dek"), contracts="since 0.2")
    assert list(problems(gone)) == []
