"""What a move did and did not understand, for the terminal and for a spreadsheet."""

import csv
from collections.abc import Iterator
from typing import TextIO

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from stories.models import Leftover
from stories.moving.found import SENTENCES
from stories.moving.spreadsheet import plain
from stories.moving.wordpress import Tally


def summary(tally: Tally, seconds: float) -> Iterator[str]:
    for kind, count in sorted(tally.arrived.items()):
        yield _("%(count)6d arrived of type “%(kind)s”") % {
            "count": count,
            "kind": kind,
        }
    if tally.here_before:
        yield _("%6d were here already") % tally.here_before
    if tally.out_of_sight:
        yield _("%6d in the bin or never saved were passed over") % tally.out_of_sight
    if tally.posts and seconds > 0:
        yield _("%.0f posts a second") % (tally.posts / seconds)
    yield from _not_understood(tally)


def _not_understood(tally: Tally) -> Iterator[str]:
    counts = dict(tally.found)
    for found, seen in tally.of_site.items():
        if found.code != "term":
            counts[found.code] = counts.get(found.code, 0) + seen
    if any(counts.values()):
        yield _("Not understood, or left behind:")
    for code, count in sorted(counts.items(), key=lambda pair: -pair[1]):
        if count:
            yield f"{count:6d} {code}: {SENTENCES[code]}"
    for found, _seen in tally.of_site.items():
        if found.code in ("break", "failed", "too_long"):
            yield f"       {found.code}: {found.words}"


def write(file: TextIO, source: str) -> int:
    """Every leftover as a row; says how many."""
    rows = csv.writer(file)
    rows.writerow([_("post"), _("at the desk"), _("what"), _("which"), _("how often")])
    leftovers = Leftover.objects.filter(source=source).select_related("arrival__story")
    for each in leftovers.iterator(2_000):
        story = each.arrival and each.arrival.story
        change = "admin:stories_story_change"
        address = reverse(change, args=[story.pk]) if story else ""
        rows.writerow(
            [
                plain(story.title if story else ""),
                settings.SITE_URL + address if address else "",
                str(SENTENCES.get(each.code, each.code)),
                plain(each.words),
                each.seen,
            ]
        )
    return leftovers.count()
