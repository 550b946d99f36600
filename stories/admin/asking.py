"""A page that asks before something is done for good, and says what was wrong."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse
from django.utils.functional import Promise


def typed(request: HttpRequest) -> QueryDict | None:
    """What was posted, be it nothing at all; None while we only ask."""
    return request.POST if request.method == "POST" else None


def ask(
    request: HttpRequest,
    form: forms.Form,
    *,
    title: str | Promise,
    button: str | Promise,
    row: Any,
    back: str,
    template: str = "admin/stories/asking.html",
    **words: Any,
) -> TemplateResponse:
    """The form goes to the address it was asked at; `back` is where no change leads."""
    return TemplateResponse(
        request,
        template,
        {
            **admin.site.each_context(request),
            "title": title,
            "button": button,
            "row": row,
            "back": back,
            "form": form,
            "opts": row._meta,
            "action": request.path,
            **words,
        },
        status=422 if form.errors else 200,
    )
