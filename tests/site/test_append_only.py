"""History and books cannot be rewritten: PostgreSQL refuses, in our own role."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from ijm.models import AlreadyWritten, AppendOnly

pytestmark = pytest.mark.django_db
WRITTEN_ONCE = [model for model in apps.get_models() if issubclass(model, AppendOnly)]
ROOT = Path(__file__).resolve().parents[2]
# The only code that may lift a guard, and what for.
LIFTS_GUARDS = {
    "ijm/models/append_only.py",  # says so
    "stories/models/ending.py",  # an edition's words are erased
    "stories/models/remembering.py",  # a consent gets another key
    "stories/takedown/scrubbing.py",  # a protected name leaves the history
    "newsletter/forgetting.py",  # a reader is forgotten
    "donations/forgetting.py",  # a donor is erased
    "newsletter/moving_in/undoing.py",  # a list taken in by mistake
}
THESE_AT_LEAST = {"Revision", "StoryEvent", "ConsentEvent", "LedgerEntry", "Agreement"}


def test_few_may_lift_a_guard() -> None:
    apps_of_ours = ("ijm", "stories", "newsletter", "donations")
    files = [file for app in apps_of_ours for file in (ROOT / app).rglob("*.py")]
    lifting = [file for file in files if "pgtrigger.ignore" in file.read_text()]
    assert {str(file.relative_to(ROOT)) for file in lifting} <= LIFTS_GUARDS


def refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError:
        return True
    return False


def guards(table: str) -> dict[str, str]:
    """The enabled triggers of a table: what they stand before, by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger"
            " WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled = 'O'",
            [table],
        )
        return dict(cursor.fetchall())


def test_what_must_be_append_only_is() -> None:
    assert {model.__name__ for model in WRITTEN_ONCE} >= THESE_AT_LEAST


@pytest.mark.parametrize("model", WRITTEN_ONCE)
def test_the_database_stands_before_every_way_to_rewrite(model) -> None:
    before = " ".join(guards(model._meta.db_table).values())
    for verb in ("UPDATE", "DELETE", "TRUNCATE"):
        assert verb in before, verb


@pytest.mark.parametrize("model", WRITTEN_ONCE)
def test_a_table_cannot_be_emptied(model) -> None:
    assert refused(f'TRUNCATE "{model._meta.db_table}" CASCADE')


@pytest.mark.parametrize("model", WRITTEN_ONCE)
def test_a_row_in_memory_refuses_a_second_save(model) -> None:
    row = model()
    row._state.adding = False
    with pytest.raises(AlreadyWritten):
        row.save()
    with pytest.raises(AlreadyWritten):
        row.delete()


def test_the_role_of_the_tests_is_the_ordinary_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)
