"""Choosing photos: a fragment for the dialog of an editor."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from stories.admin.library.files import guard
from stories.admin.library.forms import PhotoForm
from stories.ingesting import keep
from stories.models import Photo

SHOWN = 24
# The fragment stands in the story's form, which has an `id_title` of its own.
OWN_IDS = "new-photo-%s"


@require_http_methods(["GET", "POST"])
def picker(request: HttpRequest) -> HttpResponse:
    """GET: newest photos and a form. POST: take one in, and say which it became.

    With `several=1` photos are ticked, and all of them put in at the end.
    """
    guard(request, "view_photo")
    if request.method == "GET":
        return _fragment(request, _form(request), status=200)
    guard(request, "add_photo")
    form = _form(request, request.POST, request.FILES)
    if not form.is_valid():
        return _fragment(request, form, status=422)
    photo = keep(form.save(commit=False), form.picture, request.user)  # type: ignore[arg-type]
    return _fragment(request, _form(request), status=201, picked=photo)


def _form(request: HttpRequest, data: Any = None, files: Any = None) -> PhotoForm:
    form = PhotoForm(data, files, auto_id=OWN_IDS)
    form.person = request.user
    return form


def _fragment(
    request: HttpRequest, form: Any, status: int, **more: Any
) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    start = _number(request.GET.get("start"))
    photos = list(Photo.objects.present().mentioning(words)[start : start + SHOWN + 1])
    asked = {"several": "1"} if "several" in request.GET else {}

    def page(first: int) -> str:
        query = urlencode({"q": words, "start": max(first, 0), **asked})
        return f"{reverse('admin:stories_photo_picker')}?{query}"

    return render(
        request,
        "admin/stories/picker.html",
        {
            "photos": photos[:SHOWN],
            "newer": page(start - SHOWN) if start else "",
            "older": page(start + SHOWN) if len(photos) > SHOWN else "",
            "several": bool(asked),
            "form": form,
            "words": words,
            "may_add": request.user.has_perm("stories.add_photo"),
            **more,
        },
        status=status,
    )


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isdecimal() and len(typed) < 9 else 0
