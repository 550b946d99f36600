"""Open a restored installation again; see `ijm.reopening`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ijm import reopening
from ijm.backups.refusal import Refused


class Command(BaseCommand):
    help = "After a restore: replay the journal, fill the gap, send and collect again."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        asked = parser.add_mutually_exclusive_group(required=True)
        asked.add_argument(
            "--keep-identity",
            action="store_true",
            help="the old installation is gone for good; this one takes its place",
        )
        asked.add_argument(
            "--new-identity",
            action="store_true",
            help="INSTALLATION_ID has a new word, and the old one must never run again",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            told = reopening.reopen(options["keep_identity"], timezone.now())
        except Refused as refused:
            raise CommandError(f"{refused} Nothing was opened.") from refused
        for sentence in told:
            self.stdout.write(sentence)
        self.stdout.write("Open: mail is sent and gifts are collected again.")
