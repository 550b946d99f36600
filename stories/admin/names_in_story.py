"""Which words of a story are protected names, and the acceptance of common ones."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from stories.admin.accepting_names import AcceptanceForm
from stories.admin.access import story_for
from stories.models import Enclosure, Photo, Story
from stories.names.accepting import accept
from stories.names.finding import Match, protected_names_in
from stories.names.texts import texts_of, where_of
from stories.safeguarding.jigsaw import telltales_of


@require_http_methods(["GET", "POST"])
def names(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever may read the story sees its words; *Safeguarding*, whose they are."""
    story = story_for(request.user, pk)
    may_accept = request.user.has_perm("stories.add_nameacceptance")
    if request.method == "POST" and not may_accept:
        raise PermissionDenied
    where, matches = _found(story)
    form = AcceptanceForm(request.POST or None, matches=matches)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        accept(form.chosen, where, request.user, why, timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("Accepted. These words pass in this text."))
        return redirect("admin:stories_story_names", story.pk)
    context = {
        **admin.site.each_context(request),
        "title": _("Protected names in “%s”") % story.title,
        "story": story,
        "opts": Story._meta,
        "matches": matches,
        "telltales": telltales_of(story.latest_revision),
        "sees_whose": request.user.has_perm("stories.view_protectedname"),
        "form": form if may_accept and form.asking else None,
    }
    template = "admin/stories/names/in_story.html"
    status = 422 if form.errors else 200
    return TemplateResponse(request, template, context, status=status)


def warn_of_names(request: HttpRequest, story: Story) -> None:
    """After a draft was saved: it may be kept, but not be published like this."""
    if _found(story)[1]:
        sentence = _("Saved. It cannot be published while protected names stand in it:")
        url = reverse("admin:stories_story_names", args=[story.pk])
        link = format_html(
            '{} <a href="{}">{}</a>', sentence, url, _("see which words")
        )
        messages.warning(request, link)


def _found(story: Story) -> tuple[str, list[Match]]:
    revision = story.latest_revision
    if revision is None:
        raise Http404
    photos = Photo.objects.present().filter(pk__in=revision.photo_ids)
    enclosures = Enclosure.objects.present().filter(pk__in=revision.enclosure_ids)
    where = where_of(revision)
    texts = texts_of(revision, photos, enclosures)
    return where, protected_names_in(texts, where)
