"""`manage.py import_wordpress FILE.xml …`: old posts and pages become drafts.

See docs/moving-in.md, which begins with a dry run.
"""

import contextlib
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ijm.models import StaffMember
from stories.moving import reporting
from stories.moving.parcel import NotAParcel, open_parcel
from stories.moving.pictures import LookedAt, Pictures, Uploads
from stories.moving.terms import Terms, TermsNotUnderstood
from stories.moving.wordpress import AlreadyMoving, Move, Wishes
from stories.moving.wxr_parsing import NotAnExport

EVERY = 5.0
REFUSALS = (NotAParcel, NotAnExport, TermsNotUnderstood, AlreadyMoving)


class Command(BaseCommand):
    help = "Takes in an export of WordPress as drafts for the triage desk."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE.xml")
        parser.add_argument("--by", required=True, help="your e-mail address here")
        parser.add_argument(
            "--uploads", type=Path, help="wp-content/uploads: a folder, a zip or a tar"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would come; change nothing"
        )
        parser.add_argument("--terms", type=Path, help="what old tags become (CSV)")
        parser.add_argument(
            "--write-terms", type=Path, help="write that file, to be edited"
        )
        parser.add_argument("--report", type=Path, help="every leftover, as a CSV file")
        parser.add_argument("--source", default="", help="the old site's host")
        parser.add_argument(
            "--as-story",
            action="append",
            default=[],
            metavar="TYPE",
            help="take in posts of this type, too; may be repeated",
        )

    def handle(self, **options: Any) -> None:
        try:
            with contextlib.ExitStack() as held:
                move = self._move(held, options)
                # A rehearsal does all there is to do, and takes it back.
                if options["dry_run"]:
                    held.enter_context(_taken_back())
                self._run(move, options)
        except REFUSALS as refused:
            raise CommandError(str(refused.message)) from refused
        except OSError as trouble:
            raise CommandError(f"{trouble.filename}: {trouble.strerror}") from trouble

    def _move(self, held: contextlib.ExitStack, options: dict[str, Any]) -> Move:
        by = StaffMember.objects.filter(email__iexact=options["by"]).first()
        if by is None:
            raise CommandError(f"Nobody here has the address {options['by']}.")
        parcel = None
        if options["uploads"]:
            parcel = held.enter_context(open_parcel(options["uploads"]))
        return Move(
            Wishes(
                files=options["files"],
                by=by,
                uploads=Uploads(parcel),
                terms=Terms.read(options["terms"]),
                source=options["source"],
                as_stories=frozenset(options["as_story"]),
                pictures=LookedAt if options["dry_run"] else Pictures,
            )
        )

    def _run(self, move: Move, options: dict[str, Any]) -> None:
        began = said = time.monotonic()
        for tally in move.run():
            now = time.monotonic()
            if now - said > EVERY:
                said = now
                self.stdout.write(f"{tally.posts} so far")
        for line in reporting.summary(move.tally, time.monotonic() - began):
            self.stdout.write(line)
        if options["write_terms"]:
            with options["write_terms"].open("w", encoding="utf-8", newline="") as file:
                move.site.terms.write(file)
        if options["report"]:
            with options["report"].open("w", encoding="utf-8", newline="") as file:
                rows = reporting.write(file, move.site.source)
            self.stdout.write(f"{rows} rows in {options['report']}")
        if options["dry_run"]:
            self.stdout.write("A dry run: nothing was changed.")


@contextlib.contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
