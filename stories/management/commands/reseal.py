"""Seal everything under the newest SEALING_KEY. Safe to run twice, and at any time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ijm import sealing
from stories.models import Consent, SealedDetails


class Command(BaseCommand):
    help = "Seal details and signed forms anew, so that former keys can be thrown away."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = SealedDetails.objects.all().reseal()
            self.stdout.write(f"Subjects' details: {count} sealed anew.")
            for consent in Consent.objects.all():
                consent.reseal()
                self.stdout.write(f"Consent {consent.pk}: sealed anew.")
        except sealing.CannotOpen as unknown:
            raise CommandError(str(unknown.sentence)) from unknown
