"""One story, one page, and what is said where they no longer are."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from stories.forwarding import Gone, whereabouts
from stories.reading import plain_page, public_edition, story_page


@require_safe
def story(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    edition = public_edition("story", slug, now)
    if edition is None:
        return _elsewhere(request, slug, now)
    page = story_page(edition, now)
    return _until(render(request, "stories/story.html", {"page": page}), page)


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    edition = public_edition("page", slug, now)
    if edition is None:
        return _elsewhere(request, slug, now)
    found = plain_page(edition)
    answer = _until(render(request, "stories/page.html", {"page": found}), found)
    if edition.reader_at_risk:
        answer["Referrer-Policy"] = "no-referrer"
        add_never_cache_headers(answer)
    return answer


def _until(response: HttpResponse, found: object) -> HttpResponse:
    response.public_until = found.public_until  # type: ignore[attr-defined]
    return response


def _elsewhere(request: HttpRequest, slug: str, now: datetime) -> HttpResponse:
    found = whereabouts(slug, now)
    if isinstance(found, Gone):
        template = "stories/gone.html" if found.in_error else "410.html"
        return render(request, template, status=410)
    return found
