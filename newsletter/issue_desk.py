"""What issues contribute: lines on the desk, and their place on a story's page."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm.contributions import (
    AdminPanel,
    DeskItem,
    admin_panels,
    desk_actions,
    desk_items,
    desk_lists,
)
from ijm.front_page import DeskAction, DeskLine, DeskList
from ijm.plots import grouped
from ijm.story_moves import StoryMove, story_moves
from ijm.zones import on_clocks
from newsletter.models import Issue, IssueStory, SendingRules
from newsletter.progress import outcomes_in_words
from newsletter.readership import moved_to_join, people_on_the_list

Words = str | Promise
A_FEW = 6


def contribute() -> None:
    for item in _items():
        desk_items.add(item)
    add = reverse_lazy("admin:newsletter_issue_add")
    desk_actions.add(
        DeskAction("issue", _("Write a newsletter"), add, "newsletter.add_issue")
    )
    desk_lists.add(
        DeskList("issues", _("Newsletters"), _lately, "newsletter.change_issue")
    )
    admin_panels.add(AdminPanel("newsletters", _("In newsletters"), _told_in))
    story_moves.add(StoryMove("sign-ups", moved_to_join))


def _items() -> Iterable[DeskItem]:
    yield DeskItem(
        "issues to agree to",
        _("newsletters waiting for your agreement"),
        _to_agree_to,
        _list_of("scheduled"),
        "newsletter.send_issue",
    )
    yield DeskItem(
        "issues paused",
        _("newsletters that stopped and wait for somebody"),
        lambda _person: Issue.objects.filter(state=Issue.State.PAUSED).count(),
        _list_of("paused"),
        "newsletter.send_issue",
        "alarm",
    )


def _lately(_person: Any, _now: datetime) -> Iterable[DeskLine]:
    """Drafts and what is under way; what went last; and the way to the figures."""
    under_way = Issue.objects.exclude(state__in=["sent", "cancelled"])
    for issue in [*under_way[:A_FEW], *Issue.objects.filter(state="sent")[:1]]:
        url = reverse("admin:newsletter_issue_change", args=[issue.pk])
        yield DeskLine(str(issue), url, _note(issue))
    note = _("%(number)s people on the list") % {
        "number": grouped(people_on_the_list())
    }
    url = reverse("admin:newsletter_movement_changelist")
    yield DeskLine(_("Who reads us"), url, note)


def _note(issue: Issue) -> str:
    state = str(issue.get_state_display())
    if issue.state == Issue.State.SCHEDULED and issue.send_at:
        return f"{state}: {on_clocks(issue.send_at, [issue.time_zone])}"
    return f"{state}: {outcomes_in_words(issue)}" if issue.outcomes else state


def _to_agree_to(person: Any) -> int:
    if not SendingRules.current().two_people:
        return 0
    waiting = Issue.objects.filter(state=Issue.State.SCHEDULED, approved_at=None)
    return waiting.exclude(events__kind="scheduled", events__by=person).count()


def _list_of(state: str) -> Any:
    return reverse_lazy(
        "admin:newsletter_issue_changelist", query={"state__exact": state}
    )


def _told_in(story: Any) -> Iterable[tuple[Words, str]]:
    for place in IssueStory.objects.filter(story=story).select_related("issue"):
        when = place.issue.begun_at
        state = (
            f"{timezone.localtime(when):%-d %B %Y}"
            if when
            else place.issue.get_state_display()
        )
        yield str(place.issue), str(state)
