"""The verbs of a story, each a page that asks and a POST that does."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stories import freezing
from stories.admin.review_forms import (
    PublicationForm,
    ReturnForm,
    SubmissionForm,
    WithdrawalForm,
)
from stories.models import Story
from stories.models.publishing import NothingToSubmit, NotPublishable
from stories.models.withdrawing import NotPublic

ask_and_do = require_http_methods(["GET", "POST"])


def _story(request: HttpRequest, pk: int, permission: str) -> Story:
    if not request.user.has_perm(f"stories.{permission}"):
        raise PermissionDenied
    return get_object_or_404(Story, pk=pk)


def _typed(request: HttpRequest) -> QueryDict | None:
    """What was posted, be it nothing at all; None while we only ask."""
    return request.POST if request.method == "POST" else None


def _ask(
    request: HttpRequest, story: Story, form: forms.Form, noun: str, **words: Any
) -> TemplateResponse:
    refused = bool(form.errors or words.get("refused"))
    return TemplateResponse(
        request,
        "admin/stories/verb.html",
        {
            **admin.site.each_context(request),
            "story": story,
            "form": form,
            "noun": noun,
            "opts": Story._meta,
            **words,
        },
        status=422 if refused else 200,
    )


def _done(request: HttpRequest, story: Story, sentence: str) -> HttpResponse:
    messages.success(request, sentence % {"title": story.title})
    return redirect("admin:stories_story_change", story.pk)


@ask_and_do
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    story = _story(request, pk, "change_story")
    form = SubmissionForm(_typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            story.submit(request.user, form.cleaned_data["note"])  # type: ignore[arg-type]
        except NothingToSubmit:
            return _done(request, story, _("“%(title)s” is in review already."))
        return _done(request, story, _("“%(title)s” now waits for a second person."))
    return _ask(
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
    story = _story(request, pk, "publish_story")
    form = ReturnForm(_typed(request))
    if request.method == "POST" and form.is_valid():
        story.send_back(request.user, form.cleaned_data["why"])  # type: ignore[arg-type]
        return _done(request, story, _("“%(title)s” is a draft again."))
    return _ask(
        request, story, form, "return", title=_("Send back"), button=_("Send back")
    )


@ask_and_do
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    story = _story(request, pk, "publish_story")
    alone = story.needs_second_person(request.user)  # type: ignore[arg-type]
    form = PublicationForm(_typed(request), story=story, alone=alone)
    problems = freezing.problems(story, story.latest_revision, timezone.now())
    refused = False
    if request.method == "POST" and form.is_valid():
        try:
            story.publish(request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except NotPublishable as found:
            problems, refused = found.problems, True
        else:
            return _done(request, story, _("“%(title)s” is public."))
    return _ask(
        request,
        story,
        form,
        "publication",
        title=_("Publish"),
        button=_("Publish now"),
        problems=problems,
        problems_title=_("It cannot be published yet:"),
        refused=refused,
        revision=story.latest_revision,
    )


@ask_and_do
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    story = _story(request, pk, "publish_story")
    if request.method == "POST":
        story.approve(request.user)  # type: ignore[arg-type]
        return _done(request, story, _("You stand by “%(title)s” now, too."))
    return _ask(
        request,
        story,
        forms.Form(),
        "approval",
        title=_("Approve afterwards"),
        button=_("I have read it and stand by it"),
    )


@ask_and_do
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    story = _story(request, pk, "withdraw_story")
    form = WithdrawalForm(_typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            story.withdraw(request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except NotPublic:
            return _done(request, story, _("“%(title)s” was not public any more."))
        return _done(request, story, _("“%(title)s” is out of public sight."))
    return _ask(
        request,
        story,
        form,
        "withdrawal",
        title=_("Withdraw"),
        button=_("Withdraw now"),
        danger=True,
    )
