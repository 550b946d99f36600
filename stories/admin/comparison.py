"""Two revisions of a story side by side, and the list to choose them from."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stories.admin.access import story_for
from stories.comparing.table import differences
from stories.models import Revision, Story

SHOWN = 500


@require_safe
def comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """`?from=3&to=7`; without them what readers have against the latest."""
    story = story_for(request.user, pk)
    numbers = story.revisions.defer("content").select_related("by")[:SHOWN]
    new = revision_asked(story, request.GET.get("to")) or story.latest_revision
    if new is None:
        raise Http404
    live = live_revision(story)
    old = revision_asked(story, request.GET.get("from")) or _before(story, new, live)
    return TemplateResponse(
        request,
        "admin/stories/comparison.html",
        {
            **admin.site.each_context(request),
            "title": _("What changed in “%s”") % story.title,
            "story": story,
            "opts": Story._meta,
            "old": old,
            "new": new,
            "live": live,
            "numbers": numbers,
            "differences": (
                differences(old.content, new.content, request.user) if old else []
            ),
        },
    )


def revision_asked(story: Story, number: str | None) -> Revision | None:
    if not number:
        return None
    if not (number.isdecimal() and len(number) < 9):
        raise Http404
    found = story.revisions.select_related("by").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def live_revision(story: Story) -> Revision | None:
    edition = story.live_edition
    return edition.revision if edition else None


def _before(story: Story, new: Revision, live: Revision | None) -> Revision | None:
    """What readers have, or the revision before where that is the same."""
    if live and live.number < new.number:
        return live
    return story.revisions.filter(number__lt=new.number).select_related("by").first()
