"""Choosing a photo: a fragment for the editor, and private files for staff."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from stories.ingesting import keep
from stories.models import Photo, Rendition

NEWEST = 24
# The fragment stands in the story's form, which has an `id_title` of its own.
OWN_IDS = "new-photo-%s"
TYPES = {"jpeg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"}


def _guard(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(f"stories.{permission}"):
        raise PermissionDenied


@require_http_methods(["GET", "POST"])
def picker(request: HttpRequest) -> HttpResponse:
    """GET: newest photos and a form. POST: take one in, and say which it became."""
    from stories.admin.photo import PhotoForm  # its admin mounts this view

    _guard(request, "view_photo")
    if request.method == "GET":
        return _fragment(request, PhotoForm(auto_id=OWN_IDS), status=200)
    _guard(request, "add_photo")
    form = PhotoForm(request.POST, request.FILES, auto_id=OWN_IDS)
    if not form.is_valid():
        return _fragment(request, form, status=422)
    photo = keep(form.save(commit=False), form.picture, request.user)  # type: ignore[arg-type]
    return render(request, "admin/stories/picked.html", {"photo": photo}, status=201)


def _fragment(request: HttpRequest, form: Any, status: int) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    photos = Photo.objects.present()
    if words:
        photos = photos.filter(
            Q(title__icontains=words)
            | Q(caption__icontains=words)
            | Q(alt__icontains=words)
        )
    return render(
        request,
        "admin/stories/picker.html",
        {
            "photos": photos[:NEWEST],
            "form": form,
            "words": words,
            "may_add": request.user.has_perm("stories.add_photo"),
        },
        status=status,
    )


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A small rendition, for lists and the editor."""
    _guard(request, "view_photo")
    photo = get_object_or_404(Photo, pk=pk)
    rendition = photo.renditions.filter(
        cut="whole", format="webp", width__lte=640
    ).last()
    return _private(rendition or photo.renditions.filter(format="webp").first())


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Any rendition by its name, for previews of unpublished stories."""
    _guard(request, "view_photo")
    return _private(Rendition.objects.filter(name=name).first())


def _private(rendition: Rendition | None) -> HttpResponseBase:
    if rendition is None or not storages["private"].exists(rendition.name):
        raise Http404
    response = FileResponse(
        storages["private"].open(rendition.name), content_type=TYPES[rendition.format]
    )
    response["Cache-Control"] = "private, max-age=300"
    return response
