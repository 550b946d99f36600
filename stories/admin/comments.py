"""Comments on a story: a page to read and answer, and the resolving of one."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from stories.admin.access import story_for
from stories.admin.asking import typed
from stories.admin.kept_words import KeptWords
from stories.admin.verb import ask_and_do
from stories.models import Comment, Story


class CommentForm(forms.Form):
    text = KeptWords(
        label=gettext_lazy("What would you like to say?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Colleagues who see this story read it. Do not write a protected name here."
        ),
    )


@ask_and_do
def comments(request: HttpRequest, pk: int) -> HttpResponse:
    story = story_for(request.user, pk)
    form = CommentForm(typed(request))
    if request.method == "POST" and form.is_valid():
        story.comment(request.user, form.cleaned_data["text"], timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("Said. Those whom it concerns get a mail."))
        return redirect("admin:stories_story_comments", story.pk)
    return TemplateResponse(
        request,
        "admin/stories/comments.html",
        {
            **admin.site.each_context(request),
            "title": _("Comments"),
            "story": story,
            "opts": Story._meta,
            "form": form,
            "comments": story.comments.select_related("by", "revision", "resolved_by"),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def resolution(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """By anybody who may change the story, and by whoever said it."""
    story = story_for(request.user, pk)
    found = get_object_or_404(story.comments, pk=comment)
    if not _may_resolve(request.user, found):
        raise PermissionDenied
    found.resolve(request.user, timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("Resolved."))
    return redirect("admin:stories_story_comments", story.pk)


def _may_resolve(person: Any, comment: Comment) -> bool:
    return person.has_perm("stories.change_story") or comment.by_id == person.pk
