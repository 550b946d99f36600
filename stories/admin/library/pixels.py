"""The verbs of one photo: another picture in its place, parts covered, withdrawn."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from stories.admin.asking import ask, typed
from stories.admin.library.files import guard
from stories.admin.library.pixel_forms import RedactionForm, ReplacementForm, WhyForm
from stories.models import Photo
from stories.models.replacing import PixelsStay

ask_and_do = require_http_methods(["GET", "POST"])


@ask_and_do
def replacement(request: HttpRequest, pk: int) -> HttpResponse:
    photo = _photo(request, pk, "replace_photo")
    form = ReplacementForm(photo, request.user, typed(request), request.FILES or None)
    return _ask_and_do(
        request,
        photo,
        form,
        lambda by, why: photo.replace(form.picture, by, why, timezone.now()),
        _("Another picture is in its place. Pages show it once its sizes are made."),
        title=_("Put another picture in its place"),
        button=_("Replace the picture"),
        introduction=_(
            "Every page that shows this photo will show the new picture. The old one "
            "is deleted everywhere, under all its addresses. Mails that went out show "
            "a gap in its place."
        ),
    )


@ask_and_do
def redaction(request: HttpRequest, pk: int) -> HttpResponse:
    photo = _photo(request, pk, "redact_photo")
    form = RedactionForm(photo, request.user, typed(request))
    return _ask_and_do(
        request,
        photo,
        form,
        lambda by, why: photo.redact(
            form.cleaned_data["boxes"], by, why, timezone.now()
        ),
        _("Covered, in every size. Pages show it once its sizes are made."),
        title=_("Cover parts of it"),
        button=_("Cover them"),
        template="admin/stories/photo/redaction.html",
    )


@ask_and_do
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    photo = _photo(request, pk, "withdraw_photo")
    return _ask_and_do(
        request,
        photo,
        WhyForm(typed(request)),
        photo.withdraw,
        _("Withdrawn. Its pages show no gap."),
        title=_("Withdraw it"),
        button=_("Withdraw the photo"),
        introduction=_("Gone from every page at once. It cannot be put back."),
        danger=True,
    )


@ask_and_do
def uncovering(request: HttpRequest, pk: int) -> HttpResponse:
    photo = _photo(request, pk, "see_unredacted_photo")
    return _ask_and_do(
        request,
        photo,
        WhyForm(typed(request)),
        lambda by, why: photo.uncover(by, why, timezone.now()),
        _("It is as it was before. Pages show it so once its sizes are made."),
        title=_("Uncover it"),
        button=_("Show it to everybody as it was"),
        introduction=_("What is covered now will be seen on every page that shows it."),
        danger=True,
    )


@never_cache
@ask_and_do
def unredacted(request: HttpRequest, pk: int) -> HttpResponseBase:
    """GET asks why. POST shows the picture, once the look is on record."""
    photo = _photo(request, pk, "see_unredacted_photo")
    form = WhyForm(typed(request))
    if form.is_valid():
        try:
            why, by = form.cleaned_data["why"], _person(request)
            file = photo.open_unredacted(by, why, timezone.now())
        except PixelsStay as refused:
            form.add_error(None, str(refused.sentence))
        except FileNotFoundError as gone:  # replaced at this moment
            raise Http404 from gone
        else:
            return FileResponse(file, content_type="image/jpeg")
    return _page(
        request,
        photo,
        form,
        title=_("As it was before it was covered"),
        button=_("Look at it"),
        introduction=_("Each look is kept for good: who, when and why."),
    )


PAGES: dict[str, Callable[..., HttpResponseBase]] = {
    "replacement": replacement,
    "redaction": redaction,
    "unredacted": unredacted,
    "uncovering": uncovering,
    "withdrawal": withdrawal,
}


def _photo(request: HttpRequest, pk: int, permission: str) -> Photo:
    guard(request, permission)
    return get_object_or_404(Photo, pk=pk)


def _ask_and_do(
    request: HttpRequest,
    photo: Photo,
    form: Any,
    verb: Callable[[Any, str], None],
    sentence: Promise,
    **page: Any,
) -> HttpResponse:
    if form.is_valid():
        try:
            verb(_person(request), form.cleaned_data["why"])
        except PixelsStay as refused:
            form.add_error(None, str(refused.sentence))
        else:
            messages.success(request, str(sentence))
            return redirect(_back(request, photo))
    return _page(request, photo, form, **page)


def _page(
    request: HttpRequest, photo: Photo, form: forms.Form, **page: Any
) -> HttpResponse:
    return ask(request, form, row=photo, back=_back(request, photo), **page)


def _back(request: HttpRequest, photo: Photo) -> str:
    return reverse("admin:stories_photo_change", args=[photo.pk])


def _person(request: HttpRequest) -> Any:
    return request.user
