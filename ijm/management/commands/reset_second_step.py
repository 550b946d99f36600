"""For the only administrator, who has lost telephone and paper: from the server."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ijm import departing
from ijm.models import StaffMember


class Command(BaseCommand):
    help = "Take one person's second step away; they sign in by password and set it up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        person = StaffMember.objects.filter(email__iexact=options["email"]).first()
        if person is None:
            raise CommandError("Nobody here has this address.")
        departing.reset_from_the_server(person, timezone.now())
        self.stdout.write(f"Staff member {person.pk}: second step taken away.")
