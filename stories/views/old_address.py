"""Where nothing of ours stands, perhaps the site before this one had something."""

from datetime import datetime

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.urls import is_valid_path
from django.utils import timezone
from django.views.defaults import page_not_found

from stories.forwarding import Gone, from_old_site
from stories.models.address_visits import count_visit
from stories.models.old_address import old_path


def from_old_address(request: HttpRequest, now: datetime) -> HttpResponse | None:
    address = request.get_full_path()
    try:
        found = from_old_site(address, now)
    except Http404:
        return _in_small_letters(request)
    if request.method == "GET":
        count_visit(old_path(address), timezone.localdate(now))
    return said(request, found)


def _in_small_letters(request: HttpRequest) -> HttpResponse | None:
    """`/Stories/Topics/Aftercare/`, as somebody copied it from print.

    A token in small letters is another token, so those stay as they are.
    """
    if request.resolver_match and "token" in request.resolver_match.kwargs:
        return None
    small = request.path.lower()
    ours = small.startswith("/stories/") and is_valid_path(small)
    if small == request.path or not ours:
        return None
    return HttpResponsePermanentRedirect(small)


def said(request: HttpRequest, found: Gone | HttpResponse) -> HttpResponse:
    """What a visitor is told of a story that is no longer there."""
    if not isinstance(found, Gone):
        return found
    template = "stories/gone.html" if found.in_error else "410.html"
    return render(request, template, status=410)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    moved = None
    if request.method in ("GET", "HEAD"):
        moved = from_old_address(request, timezone.now())
    return moved or page_not_found(request, exception)
