"""A page that asks why, before staff do something for somebody who asked for it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    note = forms.CharField(
        label=_("Who asked, when, and how"),
        max_length=240,
        help_text=_(
            "Kept as evidence for years, also after the address is forgotten: write "
            "“by telephone, 3 May”, no names and no addresses."
        ),
        error_messages={"required": _("Say how it was asked for.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def ask_reason(
    request: HttpRequest,
    screen: ModelAdmin,
    row: Any,
    *,
    title: Promise,
    button: Promise,
    back: str,
    act: Callable[[str], None],
    done: Promise,
) -> HttpResponse:
    """GET shows the form; POST with a reason acts once and goes `back`."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        act(form.cleaned_data["note"])
        messages.success(request, str(done))
        return HttpResponseRedirect(back)
    context = {
        **screen.admin_site.each_context(request),
        "opts": screen.opts,
        "title": title,
        "button": button,
        "back": back,
        "row": row,
        "form": form,
    }
    return TemplateResponse(request, "admin/people/reason.html", context)
