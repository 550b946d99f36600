"""Print all that is kept of one address, as its owner may see it."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ijm import erasing


class Command(BaseCommand):
    help = "Everything kept of one address, as JSON for its owner."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")

    def handle(self, *args: Any, **options: Any) -> None:
        found = erasing.export(options["address"])
        self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False, default=str))
