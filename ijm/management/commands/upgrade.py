"""A backup, then the migrations of this release; see `ijm.upgrading`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ijm import upgrading
from ijm.backups import taking
from ijm.backups.refusal import Refused


class Command(BaseCommand):
    help = "Take a backup, then migrate; no table is locked for long."
    requires_system_checks = []  # the tables they ask may be to come

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-backup",
            action="store_true",
            help="there is another one, like a snapshot of the database's provider",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        pending = upgrading.pending()
        if not pending:
            self.stdout.write("The database is up to date.")
            return
        if not (options["no_backup"] or upgrading.is_new()):
            self._keep_what_is_there()
        try:
            upgrading.migrate(self.stdout.write)
        except upgrading.StillBusy:
            raise CommandError(
                "A table was in use all the while: stop imports and reports (or the "
                "worker), then run this again. Nothing is half done."
            ) from None
        self.stdout.write(f"Applied: {', '.join(pending)}.")

    def _keep_what_is_there(self) -> None:
        try:
            path = taking.take(timezone.now())
        except Refused as refused:
            raise CommandError(
                f"{refused} Nothing was migrated. With another backup at hand: "
                "manage.py upgrade --no-backup."
            ) from refused
        self.stdout.write(f"Kept as {path}.")
