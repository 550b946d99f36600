"""One person, in all apps, by address: what is kept, a copy of it, an end of it.

The address is typed into a form that is posted: it must not stand in an address of a
page, which histories and logs keep.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ijm import erasing
from ijm.admin.fresh import freshly_proved
from ijm.admin.one_person import as_file
from ijm.admin.reason import ReasonForm


class AddressForm(forms.Form):
    address = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("However it is spelled: large and small letters are the same."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class OnePersonEverywhere:
    """For whoever may erase a person in each app."""

    @freshly_proved
    def answer(self, request: HttpRequest) -> HttpResponse:
        if not erasing.may_erase_everywhere(request.user):
            raise PermissionDenied
        posted = request.method == "POST"
        form = AddressForm(request.POST if posted else None)
        if not (posted and form.is_valid()):
            return _page(request, form=form)
        address, act = form.cleaned_data["address"], request.POST.get("act")
        if act == "copy":
            _put_on_record(request, _("Gave a person a copy of their data."))
            return as_file(erasing.export(address), "copy")
        reason = ReasonForm(request.POST if act == "erasure" else None)
        if reason.is_valid():
            erasing.erase(address)
            words = f"{_('Erased on request.')} {reason.cleaned_data['note']}"
            _put_on_record(request, words)
            messages.success(request, _("Erased, in every part of the house."))
            return HttpResponseRedirect(reverse("admin:one_person"))
        return _page(
            request,
            form=form,
            address=address,
            reason=reason,
            found=[
                (part, _any(kept)) for part, kept in erasing.export(address).items()
            ],
        )


def urls() -> list[URLPattern]:
    view = require_http_methods(["GET", "POST"])(OnePersonEverywhere().answer)
    screen = admin.site.admin_view(never_cache(view))
    return [path("one-person/", screen, name="one_person")]


def _any(kept: Any) -> bool:
    """A part may answer with headings that have nothing below them."""
    return any(kept.values()) if isinstance(kept, dict) else bool(kept)


def _page(request: HttpRequest, **more: Any) -> HttpResponse:
    title = _("One person’s data")
    context = {**admin.site.each_context(request), "title": title, **more}
    return TemplateResponse(request, "admin/people/one_person.html", context)


def _put_on_record(request: HttpRequest, what: str | Promise) -> None:
    """Who did it and why; never whose address it was."""
    LogEntry.objects.create(
        user=request.user,  # type: ignore[misc]
        object_repr=str(_("one person")),
        action_flag=CHANGE,
        change_message=str(what),
    )
