"""Take a backup of database and storages into BACKUP_DIR; see `ijm.backups`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ijm.backups import keeping, taking
from ijm.backups.refusal import Refused


class Command(BaseCommand):
    help = "One sealed file with the database and both storages, in BACKUP_DIR."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            path = taking.take(now)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        size = path.stat().st_size / 2**20
        self.stdout.write(f"{path}: {size:.1f} MB.")
        for old in keeping.throw_away_old(now):
            self.stdout.write(f"{old}: thrown away, older than BACKUP_KEEP_DAYS.")
