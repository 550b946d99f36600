"""Private files for staff: previews at the desk, and those of unpublished stories."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from stories import imaging
from stories.models import Photo, Rendition

TYPES = {"jpeg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}
LARGE = 640


def guard(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(f"stories.{permission}"):
        raise PermissionDenied


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A small rendition, for lists and the editor. What is hard to look at is veiled

    unless it was opened (`?open=1`).
    """
    guard(request, "view_photo")
    photo = get_object_or_404(Photo, pk=pk)
    found = photo.preview_of(_width(request))
    if photo.is_hard_to_look_at and "open" not in request.GET:
        return _veiled(found)
    response = _private(request, found)
    if request.GET.get("v") == photo.look:
        response["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Any rendition by its name, for previews of unpublished stories."""
    guard(request, "view_photo")
    return _private(request, Rendition.objects.filter(name=name).first())


def _width(request: HttpRequest) -> int:
    asked: Any = request.GET.get("width", "")
    return int(asked) if asked.isdecimal() and len(asked) < 5 else LARGE


def _private(request: HttpRequest, found: Rendition | None) -> HttpResponseBase:
    if found is None or not storages["private"].exists(found.name):
        raise Http404
    etag = f'"{found.name}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        file = storages["private"].open(found.name)
        response = FileResponse(file, content_type=TYPES[found.format])
        response["ETag"] = etag
    # Asked again each time: pixels that were put out of sight are out of it here, too.
    response["Cache-Control"] = "private, no-cache"
    return response


def _veiled(found: Rendition | None) -> HttpResponse:
    """A few colours in place of the picture: nothing to be seen by accident."""
    if found is None or not storages["private"].exists(found.name):
        raise Http404
    with storages["private"].open(found.name) as file:
        data = imaging.veiled(file)  # type: ignore[arg-type]
    response = HttpResponse(data, content_type=TYPES["webp"])
    response["Cache-Control"] = "private, no-store"
    return response
