"""Restoring a revision: a page that shows what would change, and a POST that does."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stories.admin.access import story_for
from stories.admin.comparison import revision_asked
from stories.comparing.table import differences
from stories.models import Revision, Story
from stories.models.revising import ChangedMeanwhile
from stories.models.revision import snapshot
from stories.restoring import Restoration, restoration


class RestorationForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    since = forms.IntegerField(widget=forms.HiddenInput)


@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """`?revision=3` asks; the form that it shows brings that revision back."""
    story = story_for(request.user, pk, "change_story")
    asked = request.POST if request.method == "POST" else request.GET
    revision = revision_asked(story, asked.get("revision"))
    if revision is None:
        raise Http404
    planned = restoration(story, revision)
    form = RestorationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            planned.carry_out(request.user, form.cleaned_data["since"])  # type: ignore[arg-type]
        except ChangedMeanwhile:
            refusal = _("Somebody saved this story just now. Look at it once more.")
            return _ask(request, planned, [refusal])
        except ValidationError as refused:
            return _ask(request, planned, refused.messages)
        messages.success(request, _said(story, revision))
        return redirect("admin:stories_story_change", story.pk)
    return _ask(request, planned, [])


def _said(story: Story, revision: Revision) -> str:
    return _("“%(title)s” is as it was in revision %(number)s. Nothing was lost.") % {
        "title": story.title,
        "number": revision.number,
    }


def _ask(
    request: HttpRequest, planned: Restoration, problems: list[str]
) -> TemplateResponse:
    story = Story.objects.get(pk=planned.story.pk)
    planned = restoration(story, planned.revision)
    form = RestorationForm(
        initial={"revision": planned.revision.number, "since": story.version}
    )
    return TemplateResponse(
        request,
        "admin/stories/restoration.html",
        {
            **admin.site.each_context(request),
            "title": _("Restore revision %s") % planned.revision.number,
            "button": _("Restore it"),
            "story": story,
            "opts": Story._meta,
            "form": form,
            "action": reverse("admin:stories_story_restoration", args=[story.pk]),
            "planned": planned,
            "problems": problems,
            "problems_title": _("It was not restored:"),
            "differences": differences(snapshot(story), planned.content, request.user),
        },
        status=422 if problems else 200,
    )
