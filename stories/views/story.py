"""One story, one page, and what is said where they no longer are."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from ijm.replica import from_replica
from stories.forwarding import whereabouts
from stories.models.address_visits import count_visit
from stories.reading import StoryPage, plain_page, public_edition, story_page
from stories.views.allowing import allow_what_plays
from stories.views.old_address import said


@require_safe
@from_replica
def story(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    edition = public_edition("story", slug, now)
    if edition is None:
        return _elsewhere(request, slug, now)
    page = story_page(edition, now)
    return _shown(render(request, "stories/story.html", {"page": page}), page)


@require_safe
@from_replica
def page(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    edition = public_edition("page", slug, now)
    if edition is None:
        return _elsewhere(request, slug, now)
    found = plain_page(edition, now)
    answer = _shown(render(request, "stories/page.html", {"page": found}), found)
    if edition.reader_at_risk:
        answer["Referrer-Policy"] = "no-referrer"
        add_never_cache_headers(answer)
    return answer


def _shown(response: HttpResponse, found: StoryPage) -> HttpResponse:
    response.public_until = found.public_until  # type: ignore[attr-defined]
    return allow_what_plays(response, found)


def _elsewhere(request: HttpRequest, slug: str, now: datetime) -> HttpResponse:
    found = whereabouts(slug, now)
    if request.method == "GET":
        count_visit(slug.lower(), timezone.localdate(now))
    return said(request, found)
