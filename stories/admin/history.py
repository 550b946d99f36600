"""What a story was, and what it would look like."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stories.freezing import edition_of
from stories.models import Photo, Story
from stories.reading import plain_page


def _story(request: HttpRequest, pk: int) -> Story:
    if not request.user.has_perm("stories.view_story"):
        raise PermissionDenied
    return get_object_or_404(Story, pk=pk)


@require_safe
def revisions(request: HttpRequest, pk: int) -> HttpResponse:
    story = _story(request, pk)
    return TemplateResponse(
        request,
        "admin/stories/revisions.html",
        {
            **admin.site.each_context(request),
            "title": _("History of “%s”") % story.title,
            "story": story,
            "opts": Story._meta,
            "events": story.events.select_related("by", "revision")[:200],
        },
    )


@never_cache
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest revision as visitors would see it, with files from private storage."""
    story = _story(request, pk)
    revision = story.latest_revision
    if revision is None:
        raise Http404
    edition = edition_of(story, revision, timezone.now())
    photos = Photo.objects.present().in_bulk(edition.photo_ids)
    for photo in photos.values():
        photo.shown_under = reverse("admin:stories_photo_file", args=["x"])[:-1]
    page = plain_page(edition, photos)
    template = "stories/page.html" if story.is_page else "admin/stories/preview.html"
    return render(request, template, {"page": page})
