"""The way in for whoever has the server: a link that makes one administrator.

There is no other. A page of the site never makes one, so that nobody on the internet
can claim an empty installation before its owner does.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from ijm import inviting
from ijm.models import Invitation, StaffMember
from ijm.models.invitation import ADMINISTRATOR

LIFETIME = timedelta(hours=24)


class Command(BaseCommand):
    help = "Print a link, for one use within a day, that makes one administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="what they will sign in with")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip()
        try:
            validate_email(email)
        except ValidationError as wrong:
            raise CommandError(f"“{email}” is no e-mail address.") from wrong
        if StaffMember.objects.filter(email__iexact=email).exists():
            raise CommandError(
                "Somebody here has this address. If they cannot sign in, see "
                "`manage.py changepassword` and `manage.py reset_second_step`."
            )
        path = inviting.address(_the_invitation(email), LIFETIME)
        self.stdout.write(
            "Open this within a day, in the browser you will work with. It opens once; "
            f"whoever has it becomes administrator:\n\n  {settings.SITE_URL}{path}\n"
        )


def _the_invitation(email: str) -> Invitation:
    """A new one: what was sent before must not open beside it."""
    before = Invitation.objects.still_open().filter(email__iexact=email)
    before.update(withdrawn_at=timezone.now())
    return Invitation.objects.create(email=email, role=ADMINISTRATOR)
