"""Documents and recordings: their public files, and the photos before videos."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ijm.contributions import (
    Chore,
    PhotoUsage,
    Use,
    UseState,
    chores,
    photo_usages,
)
from stories.chores import put_enclosures_right
from stories.models import Enclosure


def contribute() -> None:
    photo_usages.add(PhotoUsage("recordings", _uses, _ids))
    chores.add(
        Chore(
            "put-enclosures-right",
            "safety",
            30,
            put_enclosures_right,
            _("Documents and recordings: public files are those of public stories"),
            by_web=True,
        )
    )


def _uses(ids: Sequence[int], person: Any, now: datetime) -> Iterator[Use]:
    """The recordings that a photo stands before."""
    live = set(Enclosure.objects.used(now).values_list("pk", flat=True))
    for each in Enclosure.objects.present().filter(poster__in=ids):
        state: UseState = "live" if each.pk in live else "draft"
        yield Use(each.poster_id or 0, state, each.title, each.desk_url)


def _ids(state: UseState, now: datetime) -> Iterable[Any]:
    used = Enclosure.objects.used(now)
    asked = {
        "live": used,
        "draft": Enclosure.objects.present().exclude(pk__in=used.values("pk")),
    }.get(state, Enclosure.objects.none())
    return [asked.exclude(poster=None).values("poster")]
