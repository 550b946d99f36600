"""`manage.py export_stories FILE.zip` (or a folder): everything, for another house."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from stories.moving.packing import pack, target_at


class Command(BaseCommand):
    help = "Writes all stories, photos and their history into a zip or a new folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE.zip or FOLDER")

    def handle(self, **options: Any) -> None:
        path: Path = options["path"]
        try:
            with target_at(path) as target:
                counts = pack(target, timezone.now())
        except OSError as trouble:
            raise CommandError(f"{trouble.filename}: {trouble.strerror}") from trouble
        for name, count in counts.items():
            self.stdout.write(f"{count:7d} {name}")
        self.stdout.write(f"{path} has it all. It holds drafts: keep it safe.")
