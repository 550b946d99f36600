"""A verb of a story is a page that asks and a POST that does: what all share."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stories.models import Story
from stories.safeguarding import Problem

ask_and_do = require_http_methods(["GET", "POST"])


def seen(request: HttpRequest) -> int | None:
    """The number of the revision that stood on the page when it was sent."""
    number = request.POST.get("seen", "")
    return int(number) if number.isascii() and number.isdecimal() else None


def ask(
    request: HttpRequest, story: Story, form: forms.Form, noun: str, **words: Any
) -> TemplateResponse:
    """`noun` is the last part of the address and of its name."""
    refused = bool(form.errors or words.get("refused"))
    problems = words.pop("problems", ())
    return TemplateResponse(
        request,
        "admin/stories/verb.html",
        {
            **admin.site.each_context(request),
            "story": story,
            "form": form,
            "action": reverse(f"admin:stories_story_{noun}", args=[story.pk]),
            "opts": Story._meta,
            "problems": [problem for problem in problems if problem.blocks],
            "to_weigh": [problem for problem in problems if not problem.blocks],
            **words,
        },
        status=422 if refused else 200,
    )


def asks_to_weigh(problems: Iterable[Problem]) -> bool:
    """Whether a person decides, and says why."""
    return any(not problem.blocks for problem in problems)


def done(request: HttpRequest, story: Story, sentence: str) -> HttpResponse:
    messages.success(request, sentence % {"title": story.title})
    return redirect("admin:stories_story_change", story.pk)
