"""A draft and its photos, for somebody outside who holds a link. It leaves no copy."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from stories import previewing
from stories.freezing import edition_of
from stories.models import PreviewLink, Rendition
from stories.private_files import private_file
from stories.reading import draft_material, plain_page
from stories.views.allowing import allow_what_plays

View = Callable[..., HttpResponseBase]
# Chat programs fetch a link to show a card of it. They get a page without the draft's
# words, since what they fetch they keep, and what they do is no reading.
FETCHERS = re.compile(
    r"bot\b|crawl|spider|preview|externalhit|whatsapp|slack|skype|discord|telegram|viber"
    r"|embed|fetch|curl|wget|python",
    re.IGNORECASE,
)


def unseen(view: View) -> View:
    """Kept by nobody, found by no search, told to no other site."""

    @wraps(view)
    def answer(request: HttpRequest, **address: Any) -> HttpResponseBase:
        response = view(request, **address)
        response.headers.pop("Cache-Control", None)
        patch_cache_control(response, private=True, no_store=True)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive, noimageindex"
        return response

    return answer


@unseen
@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    try:
        link = previewing.find(token, now)
    except previewing.PreviewRefused as refused:
        return _refusal(request, refused)
    if FETCHERS.search(request.headers.get("User-Agent", "")):
        return render(request, "stories/draft_unread.html")
    if _is_a_reader(request):
        link.count_opening(now)
    return _draft(request, link, token)


@unseen
@require_safe
def preview_photo(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """One rendition of a photo of the revision that the link is pinned to."""
    try:
        link = previewing.find(token, timezone.now())
    except previewing.PreviewRefused as refused:
        raise Http404 from refused
    photos = previewing.photos_under(link, timezone.now())
    return private_file(Rendition.objects.filter(name=name, photo__in=photos).first())


def _is_a_reader(request: HttpRequest) -> bool:
    """A browser that fetches ahead, to be quick in case, reads nothing."""
    return request.method == "GET" and "Sec-Purpose" not in request.headers


def _draft(request: HttpRequest, link: PreviewLink, token: str) -> HttpResponse:
    now = timezone.now()
    photos = previewing.photos_under(link, now)
    for photo in photos.values():
        photo.shown_under = reverse("stories:preview_photo", args=[token, "x"])[:-1]
    edition = edition_of(link.story, link.revision, link.revision.at)
    page = plain_page(edition, now, draft_material(edition, photos))
    response = render(request, "stories/draft.html", {"page": page, "link": link})
    return allow_what_plays(response, page)


def _refusal(request: HttpRequest, refused: previewing.PreviewRefused) -> HttpResponse:
    asked = refused.link.made_by if refused.link else None
    return render(
        request,
        "stories/draft_refused.html",
        {"message": refused.message, "asked": asked},
        status=410 if refused.link else 404,
    )
