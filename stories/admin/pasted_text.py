"""Accepting a common name in a text that is no story: it is sent to us and pasted.

A topic or a menu item is public when it is saved, so there is no draft to look at.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ijm.public_words import public_words
from stories.admin.accepting_names import AcceptanceForm
from stories.models import NameAcceptance
from stories.names.accepting import accept
from stories.names.finding import protected_names_in


def kinds() -> Iterator[tuple[str, str]]:
    """Each public column of the house, as “Topic: introduction”."""
    for words in public_words:
        model: Any = apps.get_model(words.name)
        for column in words.columns:
            part = model._meta.get_field(column).verbose_name
            whole = capfirst(model._meta.verbose_name)
            yield f"{words.name} {column}", f"{whole}: {part}"


class PastedForm(forms.Form):
    kind = forms.ChoiceField(label=_("Where it is to stand"), choices=kinds)
    text = forms.CharField(
        label=_("The whole text of that field"),
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField"}),
        help_text=_("As its writer sent it: it is accepted in these words alone."),
    )


def accepting(request: HttpRequest) -> HttpResponse:
    """Asked for by those who may accept names; the admin's `add_view` says who."""
    pasted = PastedForm(request.POST or None)
    if not pasted.is_valid():
        return _page(request, pasted, status=422 if pasted.errors else 200)
    where, _space, column = pasted.cleaned_data["kind"].partition(" ")
    matches = protected_names_in({column: pasted.cleaned_data["text"]}, where)
    answered = "why" in request.POST
    form = AcceptanceForm(request.POST if answered else None, matches=matches)
    if form.is_valid():
        why = form.cleaned_data["why"]
        accept(form.chosen, where, request.user, why, timezone.now())  # type: ignore[arg-type]
        messages.success(request, _("Accepted. Its writer can save it now."))
        return redirect("admin:stories_nameacceptance_changelist")
    return _page(
        request,
        pasted,
        status=422 if form.errors else 200,
        matches=matches,
        asked=True,
        form=form if form.asking else None,
    )


def _page(
    request: HttpRequest, pasted: PastedForm, status: int, **context: Any
) -> TemplateResponse:
    return TemplateResponse(
        request,
        "admin/stories/names/pasted.html",
        {
            **admin.site.each_context(request),
            "title": _("Accept a common name in a text"),
            "opts": NameAcceptance._meta,
            "pasted": pasted,
            **context,
        },
        status=status,
    )
