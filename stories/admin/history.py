"""What a story was, and what it would look like."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ijm.dates import today
from stories.admin.access import story_for
from stories.admin.comparison import live_revision
from stories.freezing import edition_of
from stories.models import Enclosure, Photo, Story
from stories.reading import draft_material, plain_page
from stories.views.allowing import allow_what_plays


@require_safe
def revisions(request: HttpRequest, pk: int) -> HttpResponse:
    story = story_for(request.user, pk)
    return TemplateResponse(
        request,
        "admin/stories/revisions.html",
        {
            **admin.site.each_context(request),
            "title": _("History of “%s”") % story.title,
            "story": story,
            "opts": Story._meta,
            "live": live_revision(story),
            "latest": story.version,
            "events": story.events.select_related("by", "revision").defer(
                "revision__content"
            )[:200],
        },
    )


@never_cache
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest revision as visitors would see it, with files from private storage."""
    story = story_for(request.user, pk)
    revision = story.latest_revision
    if revision is None:
        raise Http404
    now = timezone.now()
    edition = edition_of(story, revision, now)
    posters = Enclosure.objects.posters(edition.enclosure_ids)
    photos = Photo.objects.present().in_bulk([*edition.photo_ids, *posters])
    for photo in photos.values():
        photo.shown_under = reverse("admin:stories_photo_file", args=["x"])[:-1]
    files = reverse("admin:stories_enclosure_file", args=["x"])[:-1]
    page = plain_page(edition, now, draft_material(edition, photos, files))
    template = "stories/page.html" if story.is_page else "admin/stories/preview.html"
    overdue = [
        each for each in page.material.figures.values() if each.is_overdue(today())
    ]
    response = render(request, template, {"page": page, "overdue": overdue})
    return allow_what_plays(response, page)
