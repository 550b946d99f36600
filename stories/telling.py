"""Mail to colleagues about a story: its words never, its headline and a way to it.

Nobody is written to about a story that they may not see.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ijm import mail
from ijm.contributions import Filled, Letter, Tag
from ijm.models import SiteSettings, StaffMember
from stories.models import Comment, PlannedChange, Story

DONE, ENDED, FAILED = "story-plan-done", "story-plan-ended", "story-plan-failed"
COMMENTED = "story-comment"

CHARITY = Tag("charity", _("The charity’s name"), sample="Threshold")
TITLE = Tag("title", _("The headline of the story"), sample="Twelve ledgers")
WHEN = Tag(
    "when",
    _("The planned time, on all clocks of the desk"),
    sample="Sydney Tue 09:00 / London Mon 23:00",
)
PLANNER = Tag("planner", _("Who planned it"), sample="Esther Vance")
WHY = Tag("why", _("What stood in the way"), sample="There is an embargo.")
STORY = Tag(
    "story_link",
    _("The story at the desk"),
    kind="button",
    label=_("Open the story"),
    sample="https://example.org/admin/stories/story/1/change/",
)


def tell_of_plan(letter: str, plan: PlannedChange) -> None:
    """To whoever planned it and whoever wrote it, each once."""
    written = plan.revision or plan.story.latest_revision
    people = {plan.planned_by, written.by} if written else {plan.planned_by}
    for person in _who_may_know(people, plan.story):
        mail.post(
            letter,
            to=person.email,
            about=plan,
            cause=f"{letter}-{plan.pk}-{person.pk}",
        )


def tell_of_comment(comment: Comment) -> None:
    """To its authors and all who took part, each once; not to whoever said it."""
    story = comment.story
    took_part = {said.by for said in story.comments.select_related("by")}
    for person in _who_may_know(story.authors | took_part, story):
        if person != comment.by:
            mail.post(
                COMMENTED,
                to=person.email,
                about=comment,
                cause=f"{COMMENTED}-{comment.pk}-{person.pk}",
            )


def _who_may_know(people: Iterable[StaffMember], story: Story) -> list[StaffMember]:
    return [
        person
        for person in people
        if person.is_active
        and person.has_perm("stories.view_story")
        and story.is_visible_to(person)
    ]


def _of_story(story: Story) -> dict[str, str]:
    address = reverse("admin:stories_story_change", args=[story.pk])
    return {
        "charity": SiteSettings.current().name,
        "title": story.title,
        "story_link": settings.SITE_URL + address,
    }


def _of_plan(plan: PlannedChange, _extra: Mapping[str, Any]) -> Filled:
    return {
        **_of_story(plan.story),
        "when": plan.clocks,
        "planner": str(plan.planned_by),
        "why": plan.failure,
    }


def _of_comment(comment: Comment, _extra: Mapping[str, Any]) -> Filled:
    """Without its words: they may be about people, and mail leaves the house."""
    address = reverse("admin:stories_story_comments", args=[comment.story_id])
    return {
        "charity": SiteSettings.current().name,
        "title": comment.story.title,
        "who": str(comment.by),
        "comment_link": f"{settings.SITE_URL}{address}#comment-{comment.pk}",
    }


COMMENT_LETTER = Letter(
    COMMENTED,
    _("To colleagues: somebody commented on a story"),
    _("{who} commented on {title}"),
    _("{who} said something about “{title}”.\n\n{comment_link}"),
    _of_comment,
    (
        CHARITY,
        TITLE,
        Tag("who", _("Who commented"), sample="Esther Vance"),
        Tag(
            "comment_link",
            _("The comment at the desk"),
            kind="button",
            label=_("Read and answer"),
            sample="https://example.org/admin/stories/story/1/comments/",
        ),
    ),
)
PLAN_TAGS = (CHARITY, TITLE, WHEN, PLANNER, WHY, STORY)
PLAN_LETTERS = (
    Letter(
        DONE,
        _("To colleagues: a story went public as planned"),
        _("Now public: {title}"),
        _("“{title}” went public as {planner} had planned for {when}.\n\n{story_link}"),
        _of_plan,
        PLAN_TAGS,
    ),
    Letter(
        ENDED,
        _("To colleagues: a story ended as planned"),
        _("No longer public: {title}"),
        _(
            "“{title}” left the site as {planner} had planned for {when}. Readers who "
            "come to its address find that it is gone.\n\n{story_link}"
        ),
        _of_plan,
        PLAN_TAGS,
    ),
    Letter(
        FAILED,
        _("To colleagues: a planned publication failed"),
        _("Not public: {title}"),
        _(
            "“{title}” was to go public at {when}, as {planner} had planned. It did "
            "not:\n\n{why}\n\nNothing was published and nothing is lost. Mend it, then "
            "plan it anew or publish it by hand.\n\n{story_link}"
        ),
        _of_plan,
        PLAN_TAGS,
    ),
)
