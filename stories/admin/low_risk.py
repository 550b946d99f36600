"""Calling arrivals low-risk: one looks at each, on a page that shows what it has."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from stories import bridging, low_risk
from stories.body import plain_text, shortened
from stories.models import Arrival, Photo
from stories.safeguarding import Problem

AT_ONCE = 25
BEGINNING = 700


class LookedForm(forms.Form):
    """What the person says who has looked. Each is asked for by itself."""

    nobody = forms.BooleanField(
        label=_("I have read each of them, and nobody in them can be recognised."),
        error_messages={"required": _("Tick this only when you have looked.")},
    )
    no_child = forms.BooleanField(
        label=_("No child is told of or shown, named or not."),
        error_messages={"required": _("Tick this only when you have looked.")},
    )
    no_survivor = forms.BooleanField(
        label=_("Nobody is told of or shown whom we have met in a case."),
        error_messages={"required": _("Tick this only when you have looked.")},
    )


@dataclass(frozen=True)
class Looked:
    """One of them on the page: its beginning, its pictures, what stands against it."""

    arrival: Arrival
    words: str
    photos: list[Photo]
    problems: list[Problem]


@require_http_methods(["GET", "POST"])
def call_low_risk(request: HttpRequest) -> HttpResponse:
    """The ticked ones of the list (`ids`) that may be called so, and why others not."""
    if not request.user.has_perm("stories.decide_arrival"):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    chosen = _chosen(request, asked.getlist("ids")[:AT_ONCE])
    looked = [_looked(arrival) for arrival in chosen]
    fit = [each.arrival for each in looked if not each.problems]
    form = LookedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _done(request, fit)
    context = {
        **admin.site.each_context(request),
        "title": _("Call them low-risk"),
        "opts": Arrival._meta,
        "looked": sorted(looked, key=lambda each: bool(each.problems)),
        "fit": fit,
        "form": form,
    }
    template = "admin/stories/arrival/low_risk.html"
    status = 422 if form.errors else 200
    return TemplateResponse(request, template, context, status=status)


def _chosen(request: HttpRequest, ids: Iterable[str]) -> list[Arrival]:
    numbers = [int(each) for each in ids if each.isascii() and each.isdecimal()]
    here = Arrival.objects.visible_to(request.user).filter(pk__in=numbers)
    return list(here.select_related("story"))


def _looked(arrival: Arrival) -> Looked:
    story = arrival.story
    revision = story.latest_revision
    shown = revision.photo_ids if revision else []
    photos = Photo.objects.present().filter(pk__in=shown)
    return Looked(
        arrival,
        shortened(plain_text(story.body), BEGINNING),
        list(photos),
        low_risk.against(story, timezone.now()),
    )


def _done(request: HttpRequest, arrivals: list[Arrival]) -> HttpResponse:
    by: Any = request.user
    for arrival in arrivals:
        bridging.call_low_risk(arrival, by, timezone.now())
    words = ngettext(
        "%d story is called low-risk and waits for Safeguarding to sign.",
        "%d stories are called low-risk and wait for Safeguarding to sign.",
        len(arrivals),
    )
    messages.success(request, words % len(arrivals))
    return redirect("admin:stories_arrival_changelist")
