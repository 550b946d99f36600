"""The verbs of a story, each a page that asks and a POST that does."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stories import freezing
from stories.admin.access import story_for
from stories.admin.asking import typed
from stories.admin.review_forms import (
    PublicationForm,
    ReleaseForm,
    ReturnForm,
    SubmissionForm,
    WithdrawalForm,
)
from stories.admin.unsaved_words import unsaved_words
from stories.admin.verb import ask, ask_and_do, asks_to_weigh, done, seen
from stories.models.publishing import NotPublishable
from stories.models.reviewing import NothingToSubmit, OwnWork
from stories.models.withdrawing import Held, NotPublic

OWN_WORK = gettext_lazy(
    "You published it alone yourself. This is for a colleague who has read it."
)
HELD = gettext_lazy(
    "It was withdrawn to protect somebody. Only whoever guards people in stories can "
    "change what readers find."
)


@ask_and_do
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    story = story_for(request.user, pk, "change_story")
    form = SubmissionForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            story.submit(request.user, form.cleaned_data["note"])  # type: ignore[arg-type]
        except NothingToSubmit:
            return done(request, story, _("“%(title)s” is in review already."))
        return done(request, story, _("“%(title)s” now waits for a second person."))
    return ask(
        request,
        story,
        form,
        "submission",
        title=_("Hand in for review"),
        button=_("Hand in"),
        problems=freezing.problems(story, story.latest_revision, timezone.now()),
        problems_title=_("Before it can be published, this is missing:"),
    )


@ask_and_do
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    story = story_for(request.user, pk, "publish_story")
    form = ReturnForm(typed(request))
    if request.method == "POST" and form.is_valid():
        story.send_back(request.user, form.cleaned_data["why"])  # type: ignore[arg-type]
        return done(request, story, _("“%(title)s” is a draft again."))
    return ask(
        request, story, form, "return", title=_("Send back"), button=_("Send back")
    )


@ask_and_do
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    story = story_for(request.user, pk, "publish_story")
    alone = story.needs_second_person(request.user)  # type: ignore[arg-type]
    revision = story.latest_revision
    problems = freezing.problems(story, revision, timezone.now())
    form = PublicationForm(
        typed(request), story=story, alone=alone, to_weigh=asks_to_weigh(problems)
    )
    refused = False
    if request.method == "POST" and form.is_valid():
        try:
            story.publish(request.user, seen=seen(request), **form.cleaned_data)  # type: ignore[arg-type]
        except NotPublishable as found:
            problems, refused = found.problems, True
        else:
            return done(request, story, _("“%(title)s” is public."))
    return ask(
        request,
        story,
        form,
        "publication",
        title=_("Publish"),
        button=_("Publish now"),
        problems=problems,
        problems_title=_("It cannot be published yet:"),
        refused=refused,
        revision=revision,
        unsaved=[*unsaved_words(story, revision, request.user)],
    )


@ask_and_do
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    story = story_for(request.user, pk, "publish_story")
    form = forms.Form(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            story.approve(request.user)  # type: ignore[arg-type]
        except OwnWork:
            form.add_error(None, OWN_WORK)
        else:
            return done(request, story, _("You stand by “%(title)s” now, too."))
    return ask(
        request,
        story,
        form,
        "approval",
        title=_("Approve afterwards"),
        button=_("I have read it and stand by it"),
    )


@ask_and_do
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    story = story_for(request.user, pk, "withdraw_story")
    form = WithdrawalForm(typed(request), story=story)
    if request.method == "POST" and form.is_valid():
        try:
            story.withdraw(request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except NotPublic:
            return done(request, story, _("“%(title)s” has never been public."))
        except Held:
            form.add_error(None, HELD)
        else:
            return done(request, story, _("“%(title)s” is out of public sight."))
    return ask(
        request,
        story,
        form,
        "withdrawal",
        title=_("Withdraw"),
        button=_("Withdraw now"),
        danger=True,
    )


@ask_and_do
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """For whoever guards people, of a story that was withdrawn to protect somebody."""
    story = story_for(request.user, pk, "safeguard_story")
    form = ReleaseForm(typed(request))
    if not story.is_held:
        return done(request, story, _("Nothing holds “%(title)s” back."))
    if request.method == "POST" and form.is_valid():
        story.lift_hold(request.user, form.cleaned_data["why"], timezone.now())  # type: ignore[arg-type]
        return done(request, story, _("“%(title)s” may be published again."))
    return ask(
        request,
        story,
        form,
        "release",
        title=_("Let it be public again"),
        button=_("Release it"),
        facts=[_("It was withdrawn to protect somebody. This publishes nothing yet.")],
    )
