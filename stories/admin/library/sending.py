"""Sending many photos. With scripts one by one, with progress; without, all at once."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from stories.admin.library.files import guard
from stories.admin.library.forms import ACCEPTED
from stories.models import Photo
from stories.taking_in import Sent, take_in

MOST_AT_ONCE = 20


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if isinstance(files, MultiValueDict) else []


class FilesField(forms.Field):
    widget = ManyFiles(attrs={"accept": ACCEPTED, "multiple": True})

    def clean(self, value: Any) -> list[UploadedFile]:
        if not value:
            raise forms.ValidationError(_("Choose at least one file."), code="none")
        if len(value) > MOST_AT_ONCE:
            raise forms.ValidationError(
                _("Send at most 20 files at once. None of these was taken in."),
                code="many",
            )
        return value


class SendingForm(forms.Form):
    photos = FilesField(
        label=_("Photos"),
        help_text=_(
            "JPEG, PNG, WebP, AVIF or HEIC, each at most 30 MB and 64 million pixels. "
            "Where and with what they were taken is removed; the files you send are "
            "not kept."
        ),
    )
    credit = forms.CharField(
        label=_("Credit for all"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind of all"),
        choices=[("", _("I will say it for each")), *Photo.Kind.choices],
        required=False,
    )
    doubles = forms.BooleanField(
        label=_("Take in as well what is here already"), required=False
    )


@require_http_methods(["GET", "POST"])
def sending(request: HttpRequest) -> HttpResponse:
    guard(request, "add_photo")
    if request.method == "GET":
        return _page(request, SendingForm(), [])
    form = SendingForm(request.POST, request.FILES)
    sent = _take_in(request, form.cleaned_data) if form.is_valid() else []
    if "one" in request.POST and sent:
        return _row(request, sent[0])
    fresh = SendingForm(initial=form.cleaned_data) if sent else form
    return _page(request, fresh, sent, 422 if form.errors else 200)


def _take_in(request: HttpRequest, said: dict[str, Any]) -> list[Sent]:
    return [
        take_in(
            file,
            request.user,  # type: ignore[arg-type]
            doubles_too=said["doubles"],
            credit=said["credit"],
            kind=said["kind"],
        )
        for file in said["photos"]
    ]


def _row(request: HttpRequest, sent: Sent) -> HttpResponse:
    """What the script puts into its list."""
    status = 201 if sent.photo else 409 if sent.may_be_kept_anyway else 422
    row = "admin/stories/photo/_sent.html"
    return render(request, row, {"sent": sent}, status=status)


def _page(
    request: HttpRequest, form: SendingForm, sent: list[Sent], status: int = 200
) -> HttpResponse:
    return TemplateResponse(
        request,
        "admin/stories/photo/sending.html",
        {
            **admin.site.each_context(request),
            "title": _("Send photos"),
            "opts": Photo._meta,
            "form": form,
            "sent": sent,
            "most": MOST_AT_ONCE,
        },
        status=status,
    )
