"""Seal everything under the newest SEALING_KEY. Safe to run twice, and at any time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ijm import sealing
from ijm.models import AuthenticatorApp
from stories.models import Consent, SealedDetails


class Command(BaseCommand):
    help = "Seal all that is sealed anew, so that former keys can be thrown away."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = SealedDetails.objects.all().reseal()
            self.stdout.write(f"Subjects' details: {count} sealed anew.")
            for consent in Consent.objects.all():
                consent.reseal()
                self.stdout.write(f"Consent {consent.pk}: sealed anew.")
            for app in AuthenticatorApp.objects.all():
                app.save(update_fields=["secret"])
                self.stdout.write(f"App {app.pk}: sealed anew.")
        except sealing.CannotOpen as unknown:
            raise CommandError(str(unknown.sentence)) from unknown
