"""What a story moved its readers to do: sums only, from forms that began on it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm.contributions import AdminPanel, admin_panels, desk_lists
from ijm.dates import today
from ijm.front_page import DeskLine, DeskList
from ijm.story_moves import Moved, story_moves
from stories.models import Story

A_FEW = 5
LATELY = timedelta(days=30)


def contribute() -> None:
    admin_panels.add(AdminPanel("moved", _("What this story moved"), _by_this))
    desk_lists.add(
        DeskList(
            "stories moved",
            _("What stories moved in the last 30 days"),
            _lately,
            "stories.view_story",
        )
    )


def _by_this(story: Story) -> Iterable[tuple[str | Promise, str]]:
    lines = _moved([story.pk])[story.pk]
    for line in lines:
        yield line.words, line.figure
    if lines:
        yield _("counted"), str(_("from forms that began on this story"))


def _lately(person: Any, now: datetime) -> Iterable[DeskLine]:
    """Those that moved the most people, of what the person may see."""
    moved = _moved(since=today(now) - LATELY)
    seen = Story.objects.visible_to(person).filter(pk__in=moved)
    titles = dict(seen.values_list("pk", "title"))
    most = sorted(titles, key=lambda pk: -sum(line.acts for line in moved[pk]))
    for pk in most[:A_FEW]:
        note = " · ".join(f"{line.figure} {line.words}" for line in moved[pk])
        yield DeskLine(
            titles[pk], reverse("admin:stories_story_change", args=[pk]), note
        )


def _moved(
    stories: Sequence[int] | None = None, since: date | None = None
) -> dict[int, list[Moved]]:
    found: dict[int, list[Moved]] = defaultdict(list)
    for part in story_moves:
        for story, lines in part.moved(stories, since).items():
            found[story].extend(lines)
    return found
