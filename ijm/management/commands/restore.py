"""Put a backup back into an empty installation; see docs/runbooks/restore.md."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ijm.backups import about, putting_back
from ijm.backups.refusal import Refused


class Command(BaseCommand):
    help = "Put a backup back into an empty installation; it stays shut until reopened."
    requires_system_checks = []  # there may be no table to ask

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = putting_back.restore(options["file"], self.stdout.write)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Restored as of {told.taken_at}.")
        for remark in about.remarks(told):
            self.stdout.write(remark)
        self.stdout.write(
            "Nothing is sent or collected yet. Run manage.py migrate, then manage.py "
            "after_restore."
        )
