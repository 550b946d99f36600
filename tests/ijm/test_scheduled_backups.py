"""The worker takes a backup when one is due: in a process of its own, one at a time."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from ijm import identity
from ijm.backups import taking
from ijm.backups.refusal import Refused
from ijm.models import Backup

ROOT = Path(__file__).resolve().parents[2]


def test_the_chore_has_one_taken_and_then_waits(database_environment, tmp_path) -> None:
    identity.record_installation()
    environment = {
        **database_environment,
        "BACKUP_DIR": str(tmp_path / "backups"),
        "BACKUP_EVERY_HOURS": "24",
        "LOG_LEVEL": "ERROR",
    }

    def turn() -> None:
        words = [sys.executable, "manage.py", "worker", "--once", "backup"]
        subprocess.run(words, cwd=ROOT, env=environment, check=True, timeout=60)

    turn()
    until = time.monotonic() + 60
    while not Backup.objects.exclude(ended_at=None).exists():
        assert time.monotonic() < until, Backup.objects.values()
        time.sleep(0.1)
    turn()
    time.sleep(0.5)
    assert len(list((tmp_path / "backups").glob("*.backup*"))) == 1
    assert Backup.objects.count() == 1


@pytest.mark.django_db
def test_two_are_never_taken_at_once(settings, tmp_path) -> None:
    settings.BACKUP_DIR = tmp_path
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [taking.ONE_AT_A_TIME])
        assert taking.is_being_taken()
        with pytest.raises(Refused, match="taken already"):
            taking.take(timezone.now())
    other.close()
