"""Erase one address from all apps, the outbox and mails in files. Safe to run twice."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ijm import erasing


class Command(BaseCommand):
    help = "Erase one address everywhere; what says that it asked for it stays, hashed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        for part, count in erasing.erase(options["address"]).items():
            self.stdout.write(f"{part}: {count} erased.")
