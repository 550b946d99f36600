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

from ijm import upgrading
from ijm.models import Backup

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path) -> None:
    settings.BACKUP_DIR = tmp_path


@pytest.fixture
def behind():
    """As before the release that knew of backups."""
    # Not by `migrate`: what follows one writes rows, as this release has them.
    MigrationExecutor(connection).migrate([("ijm", "0003_invitations")])
    yield
    call_command("migrate", verbosity=0)


def test_an_up_to_date_database_is_left_alone():
    said = io.StringIO()
    call_command("upgrade", stdout=said)
    assert "up to date" in said.getvalue()
    assert not Backup.objects.exists()


def test_while_a_table_is_in_use_it_gives_up_and_tries_again(behind):
    """A report reads on; a visitor beside it waits as long as one try, no longer."""
    told, waits, said = connection.get_connection_params(), [], []
    done = threading.Event()
    reading = psycopg2.connect(**told)
    with reading.cursor() as cursor:
        cursor.execute("SELECT * FROM ijm_installation")
    threading.Timer(3.0, reading.close).start()
    reader = threading.Thread(target=_read_now_and_then, args=(told, waits, done))
    reader.start()
    try:
        upgrading.migrate(said.append, pause=0.2)
    finally:
        done.set()
        reader.join()
    assert said and "in use" in said[0]
    assert upgrading.pending() == []
    assert max(waits) < 2.5


def _read_now_and_then(told, waits: list[float], done: threading.Event) -> None:
    own = psycopg2.connect(**told)
    own.autocommit = True
    with closing(own):
        while not done.is_set():
            began = time.monotonic()
            with own.cursor() as cursor:
                cursor.execute("SELECT 1 FROM ijm_installation")
            waits.append(time.monotonic() - began)
            time.sleep(0.05)


def test_without_a_backup_nothing_is_migrated_and_with_one_all_is(behind, settings):
    settings.BACKUP_KEY, kept = "", settings.BACKUP_KEY
    with pytest.raises(CommandError, match="Nothing was migrated"):
        call_command("upgrade")
    assert "ijm.0004_backups" in upgrading.pending()
    settings.BACKUP_KEY = kept
    call_command("upgrade", stdout=io.StringIO())
    assert upgrading.pending() == []
    assert len(list(settings.BACKUP_DIR.glob("*.backup"))) == 1
