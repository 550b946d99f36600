"""An upgrade keeps what is there first, and never makes readers wait for a table."""

import io
import threading
import time
from contextlib import closing

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from donations.models import Donor
from ijm import upgrading
from ijm.models import Backup
from tests import later_release

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path) -> None:
    settings.BACKUP_DIR = tmp_path


@pytest.fixture
def release_to_come(settings):
    """Its migrations are at hand; they are taken back afterwards."""
    settings.MIGRATION_MODULES = later_release.MODULES
    yield
    executor = MigrationExecutor(connection)
    executor.migrate([later_release.last_of(app) for app in later_release.APPS])


def test_an_up_to_date_database_is_left_alone():
    said = io.StringIO()
    call_command("upgrade", stdout=said)
    assert "up to date" in said.getvalue()
    assert not Backup.objects.exists()


def test_while_a_table_is_in_use_it_gives_up_and_tries_again(release_to_come):
    """A report reads on; a visitor beside it waits as long as one try, no longer."""
    told, waits, done = connection.get_connection_params(), [], threading.Event()
    said, reading = _a_report_until_it_is_in_the_way("donations_donor")
    reader = threading.Thread(target=_read_now_and_then, args=(told, waits, done))
    reader.start()
    try:
        upgrading.migrate(said, pause=0.2)
    finally:
        done.set()
        reader.join()
    assert reading.closed
    assert upgrading.pending() == []
    assert max(waits) < 2.5


def _a_report_until_it_is_in_the_way(table: str):
    """The upgrade's listener, and the report, which ends when it is first heard of."""
    reading = psycopg2.connect(**connection.get_connection_params())
    reading.set_session(isolation_level="REPEATABLE READ")
    with reading.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")

    def listener(words: str) -> None:
        assert "in use" in words
        reading.close()

    return listener, reading


def _read_now_and_then(told, waits: list[float], done: threading.Event) -> None:
    own = psycopg2.connect(**told)
    own.autocommit = True
    with closing(own):
        while not done.is_set():
            began = time.monotonic()
            with own.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM donations_donor")
            waits.append(time.monotonic() - began)
            time.sleep(0.05)


def test_without_a_backup_nothing_is_migrated_and_with_one_all_is(
    release_to_come, settings
):
    settings.BACKUP_KEY, kept = "", settings.BACKUP_KEY
    with pytest.raises(CommandError, match="Nothing was migrated"):
        call_command("upgrade")
    assert "donations.9001_a_column_that_may_be_empty" in upgrading.pending()
    settings.BACKUP_KEY = kept
    call_command("upgrade", stdout=io.StringIO())
    assert upgrading.pending() == []
    assert len(list(settings.BACKUP_DIR.glob("*.backup"))) == 1


def test_a_release_of_every_allowed_kind_is_taken_in(release_to_come):
    """An index that a long report kept from being finished is begun anew."""
    said, reading = _a_report_until_it_is_in_the_way("donations_receipt")
    upgrading.migrate(said, pause=0.2)
    assert reading.closed
    assert upgrading.pending() == []
    table = Donor._meta.db_table
    assert {"later_parts", "later_rule"} <= _constraints(table)
    assert "later_title" in _constraints("stories_edition")


def _constraints(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_index JOIN pg_class c ON c.oid = indexrelid"
            " WHERE indrelid = %s::regclass AND indisvalid"
            " UNION SELECT conname FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND convalidated",
            [table, table],
        )
        return {name for (name,) in cursor.fetchall()}
