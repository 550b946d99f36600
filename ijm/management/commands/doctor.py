"""Look at the installation, and name each fault with its mend; see `ijm.doctor`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ijm.doctor import examination


class Command(BaseCommand):
    help = "What is wrong with this installation, and how it is mended."
    requires_system_checks = []  # it says itself what is wrong

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mail-to", default="", metavar="ADDRESS")

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for finding in examination.examine(options["mail_to"]):
            self.stdout.write(str(finding))
            faults += finding.how == "ill"
        if faults:
            raise CommandError(f"{faults} to mend; each says how.")
        self.stdout.write("All is well.")
