"""Planning at the desk: a publication, an end, and the cancelling of either."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ijm.models import SiteSettings
from ijm.zones import how_long, on_clocks
from stories import freezing
from stories.admin.access import story_for
from stories.admin.asking import typed
from stories.admin.planning_forms import (
    CancellationForm,
    PublicationPlanForm,
    TimeForm,
)
from stories.admin.unsaved_words import unsaved_words
from stories.admin.verb import (
    ask,
    ask_and_do,
    asks_to_weigh,
    done,
    seen,
)
from stories.models import PlannedChange, Revision, Story
from stories.models.planning import NotPlannable
from stories.models.publishing import NotPublishable


@ask_and_do
def planned_publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Pins what the page showed: the revision of the plan, or the newest."""
    story, now = story_for(request.user, pk, "publish_story"), timezone.now()
    plan = story.planned_publication or story.failed_publication
    revision = story.latest_revision
    alone = _may_be_alone(story, plan, request.user)
    problems = freezing.problems_of_plan(story, revision, now)
    form = PublicationPlanForm(
        typed(request),
        story=story,
        alone=alone,
        plan=plan,
        own_zone=request.user.time_zone,  # type: ignore[union-attr]
        to_weigh=asks_to_weigh(problems),
    )
    refused = False
    if request.method == "POST" and form.is_valid():
        try:
            plan = _plan(request, story, form, now)
        except NotPublishable as found:
            problems, refused = found.problems, True
        else:
            return _planned(request, plan, form, now)
    return ask(
        request,
        story,
        form,
        "planned_publication",
        title=_("Plan that it goes public"),
        button=_("Plan it"),
        problems=problems,
        problems_title=_("It cannot be planned like this:"),
        refused=refused,
        revision=revision,
        unsaved=[*unsaved_words(story, revision, request.user)],
        facts=[_now_is(now)],
    )


def _may_be_alone(story: Story, plan: PlannedChange | None, person: Any) -> bool:
    """Whether one of the revisions they may choose from is theirs."""
    revisions = {story.latest_revision, plan.revision if plan else None} - {None}
    return any(story.needs_second_person(person, each) for each in revisions)


def _plan(
    request: HttpRequest, story: Story, form: PublicationPlanForm, now: datetime
) -> PlannedChange:
    answers = form.cleaned_data
    number = answers.get("which") or seen(request) or story.version
    revision = Revision.objects.filter(story=story, number=number).first()
    return story.plan_publication(
        request.user,  # type: ignore[arg-type]
        form.due_at,
        answers["zone"],
        now,
        revision=revision,
        alone_because=answers.get("alone_because", ""),
        weighed_because=answers.get("weighed_because", ""),
        burn_old_address=answers.get("burn_old_address", False),
    )


@ask_and_do
def planned_end(request: HttpRequest, pk: int) -> HttpResponse:
    story, now = story_for(request.user, pk, "withdraw_story"), timezone.now()
    own: Any = request.user
    form = TimeForm(typed(request), plan=story.planned_end, own_zone=own.time_zone)
    if request.method == "POST" and form.is_valid():
        try:
            zone = form.cleaned_data["zone"]
            plan = story.plan_end(request.user, form.due_at, zone, now)  # type: ignore[arg-type]
        except NotPlannable as refused:
            form.add_error(None, str(refused))
        else:
            return _planned(request, plan, form, now)
    return ask(
        request,
        story,
        form,
        "planned_end",
        title=_("Plan that it ends"),
        button=_("Plan the end"),
        facts=[
            _("From then on readers find that it is gone, without any notice why."),
            _now_is(now),
        ],
    )


@ask_and_do
def cancellation(request: HttpRequest, pk: int, plan: int) -> HttpResponse:
    """Of a plan that waits, or to say that a failure was seen."""
    story = story_for(request.user, pk, "withdraw_story")
    found = get_object_or_404(story.planned_changes, pk=plan)
    if not (found.is_waiting or found.has_failed):
        return done(request, story, _("Nothing of this kind is planned any more."))
    form = CancellationForm(typed(request))
    if request.method == "POST" and form.is_valid():
        why, now = form.cleaned_data["why"], timezone.now()
        story.cancel_plans(request.user, why, now, found.kind)  # type: ignore[arg-type]
        return done(request, story, _("Cancelled. “%(title)s” stays as it is."))
    return ask(
        request,
        story,
        form,
        "planned_end",
        action=reverse("admin:stories_story_cancellation", args=[story.pk, found.pk]),
        title=_("Cancel what is planned"),
        button=_("Cancel the plan"),
        facts=[_("“%(title)s” %(what)s: %(when)s") % _in_words(found)],
        danger=True,
    )


def _planned(
    request: HttpRequest, plan: PlannedChange, form: TimeForm, now: datetime
) -> HttpResponse:
    if form.remark:
        messages.info(request, form.remark)
    words = _in_words(plan) | {"span": how_long(plan.due_at - now)}
    sentence = _("“%(title)s” %(what)s in %(span)s: %(when)s") % words
    return done(request, plan.story, sentence.replace("%", "%%"))


def _in_words(plan: PlannedChange) -> dict[str, Any]:
    return {
        "title": plan.story.title,
        "what": plan.get_kind_display(),
        "when": plan.clocks,
    }


def _now_is(now: datetime) -> str:
    return _("Now it is %s.") % on_clocks(now, SiteSettings.current().zones)


def outlook(story: Story, now: datetime) -> dict[str, Any]:
    """What the story's own page says of its plans, and what would stop one."""
    plan = story.planned_publication
    assert plan is None or plan.revision
    return {
        "publication": plan,
        "end": story.planned_end,
        "failed": story.failed_publication,
        "newer": bool(plan and plan.revision and plan.revision.number < story.version),
        "stops": freezing.problems_by_now(story, plan.revision, plan.due_at)  # type: ignore[arg-type]
        if plan
        else [],
    }
