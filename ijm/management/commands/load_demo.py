"""Fill the demo charity: every app's part, in order. Safe to run twice."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ijm.contributions import demo_loaders
from ijm.models import Installation


class Command(BaseCommand):
    help = "Load the demo charity (MODE=demo only)."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo charity is not for production.")
        for loader in sorted(demo_loaders, key=lambda each: each.order):
            began = time.monotonic()
            loader.load()
            self.stdout.write(f"{loader.name}: {time.monotonic() - began:.1f} s")
        Installation.objects.filter(pk=1).update(demo_loaded_at=timezone.now())
