"""What waits at the desk for whoever writes, reviews, or keeps what is public."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Literal

from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm.contributions import desk_actions, desk_items, desk_lists
from ijm.front_page import DeskAction, DeskItem, DeskLine, DeskList
from ijm.zones import how_long
from stories.admin.state_filter import STATES
from stories.models import PlannedChange, Story

WRITING, PUBLISHING = "stories.change_story", "stories.publish_story"
A_FEW = 6
Line = tuple[str, Promise, str, Literal["todo", "alarm"]]

# The state in the list of stories, the words, who sees the line, and how loud it is.
LINES: tuple[Line, ...] = (
    ("failed", _("Stories that could not go public as planned"), WRITING, "alarm"),
    ("returned", _("Stories sent back to you"), WRITING, "todo"),
    ("commented", _("Stories of yours that colleagues commented on"), WRITING, "todo"),
    (
        "reviewable",
        _("Stories waiting for a second pair of eyes"),
        PUBLISHING,
        "todo",
    ),
    ("today", _("Stories planned for the next 24 hours"), PUBLISHING, "todo"),
    ("ended", _("Stories that ended as planned, this week"), PUBLISHING, "todo"),
    (
        "alone",
        _("Stories published by one person alone, to look at afterwards"),
        PUBLISHING,
        "alarm",
    ),
)


def contribute() -> None:
    for state, title, permission, tone in LINES:
        url = reverse_lazy("admin:stories_story_changelist", query={"state": state})
        desk_items.add(
            DeskItem(f"stories {state}", title, _count(state), url, permission, tone)
        )

    for name, words, permission in (
        ("story", _("Write a story"), "stories.add_story"),
        ("photo", _("Take in photos"), "stories.add_photo"),
    ):
        url = reverse_lazy(f"admin:stories_{name}_add")
        desk_actions.add(DeskAction(f"stories {name}", words, url, permission))
    desk_lists.add(
        DeskList("stories coming", _("Coming up"), coming_up, "stories.view_story")
    )
    desk_lists.add(DeskList("stories mine", _("Where you left off"), left_off, WRITING))


def coming_up(person: Any, now: datetime) -> Iterable[DeskLine]:
    """What will happen by itself to stories that the person may see."""
    seen = Story.objects.visible_to(person).values("pk")
    plans = PlannedChange.objects.waiting().filter(story__in=seen)
    for plan in plans.select_related("story").order_by("due_at")[:A_FEW]:
        words = _("“%(title)s” %(what)s in %(span)s") % {
            "title": plan.story.title,
            "what": plan.get_kind_display(),
            "span": how_long(plan.due_at - now),
        }
        yield DeskLine(words, _at_the_desk(plan.story), plan.clocks)


def left_off(person: Any, now: datetime) -> Iterable[DeskLine]:
    """The stories they saved last, the newest first."""
    stories = Story.objects.visible_to(person).last_saved_by(person)
    for story in stories.prefetch_related("planned_changes").defer("body")[:A_FEW]:
        yield DeskLine(story.title, _at_the_desk(story), story.state)


def _at_the_desk(story: Story) -> str:
    return reverse("admin:stories_story_change", args=[story.pk])


def _count(state: str) -> Callable[[Any], int]:
    _words, narrow = STATES[state]
    return lambda person: narrow(Story.objects.visible_to(person), person).count()
