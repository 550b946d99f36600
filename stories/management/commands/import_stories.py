"""`manage.py import_stories FILE.zip --by you@…`: what export_stories wrote."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ijm.models import StaffMember
from stories.moving.parcel import NotAParcel, open_parcel
from stories.moving.unpacking import CannotUnpack, Outcome, unpack


class Command(BaseCommand):
    help = "Takes in an export of stories: all of it, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE or FOLDER")
        parser.add_argument("--by", required=True, help="your e-mail address here")
        parser.add_argument(
            "--merge", action="store_true", help="into a site that has stories already"
        )

    def handle(self, **options: Any) -> None:
        by = StaffMember.objects.filter(email__iexact=options["by"]).first()
        if by is None:
            raise CommandError(f"Nobody here has the address {options['by']}.")
        try:
            with open_parcel(options["path"]) as parcel:
                outcome = unpack(parcel, by, timezone.now(), options["merge"])
        except (CannotUnpack, NotAParcel) as refused:
            raise CommandError(str(refused.message)) from refused
        self._say(outcome)

    def _say(self, outcome: Outcome) -> None:
        for name, count in outcome.came.items():
            here = outcome.here_before[name]
            already = f" ({here} were here already)" if here else ""
            if count or here:
                self.stdout.write(f"{count:7d} {name}{already}")
        if outcome.strangers:
            self.stdout.write(
                f"Without an account here, known by name alone: {outcome.strangers} "
                "of the people in its history. They cannot sign in."
            )
        if outcome.consents:
            self.stdout.write(
                f"Consents that stayed with their signed forms: {outcome.consents}. "
                "Hand them in anew; until then nobody they are about is shown."
            )
        for title in outcome.without_file:
            self.stdout.write(f"left out, its file is not in the export: {title}")
        for told in outcome.not_public:
            self.stdout.write(f"public there, not here: {told}")
        self.stdout.write("The worker makes the sizes of the photos now.")
