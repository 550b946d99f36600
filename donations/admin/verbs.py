"""A row that staff read, and verbs with a form each that they may do to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ijm.admin.bases import ReadOnlyAdmin
from ijm.models import StaffMember


def always(row: Any) -> bool:
    return True


@dataclass(frozen=True)
class Verb:
    """`form(row, data)` asks what is needed; `act` does it with the answers.

    `fits` says whether the row is in a state for it; `refusals` are the exceptions by
    which it may say no, each with the sentence that staff read.
    """

    words: Promise
    form: Callable[[Any, Any], forms.Form]
    act: Callable[[Any, Any, StaffMember], Any]
    permission: str
    fits: Callable[[Any], bool] = always
    refusals: Mapping[type[Exception], Promise] = field(default_factory=dict)


class VerbsAdmin(ReadOnlyAdmin):
    change_form_template = "donations/admin/verbs.html"
    verbs: Mapping[str, Verb] = {}
    done = gettext_lazy("Done, and kept.")

    def about(self, row: Any) -> str:
        """What stands over the form, so that nobody does it to the wrong row."""
        return str(row)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = kwargs.get("obj")
        context["verbs"] = [
            (reverse(self._address, args=[row.pk, noun]), verb.words)
            for noun, verb in self.verbs.items()
            if row and verb.fits(row) and request.user.has_perm(verb.permission)
        ]
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.amend)
        name = self._address.removeprefix("admin:")
        kind = "uuid" if self.opts.pk.get_internal_type() == "UUIDField" else "int"
        own = path(f"<{kind}:pk>/amend/<slug:noun>/", view, name=name)
        return [own, *super().get_urls()]

    def amend(self, request: HttpRequest, pk: UUID | int, noun: str) -> HttpResponse:
        """GET shows the form of one verb; POST does it."""
        verb = self.verbs.get(noun)
        if not self.has_view_permission(request) or (
            verb and not request.user.has_perm(verb.permission)
        ):
            raise PermissionDenied
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        back = reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk]
        )
        if verb is None or not verb.fits(row):
            messages.warning(request, _("That cannot be done here any more."))
            return HttpResponseRedirect(back)
        form = verb.form(row, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            refused = _tried(verb, row, form, request.user)
            if refused is None:
                messages.success(request, str(self.done))
                return HttpResponseRedirect(back)
            form.add_error(None, str(refused))
        return self._form_page(request, row, form, verb, back)

    @property
    def _address(self) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_amend"

    def _form_page(
        self, request: HttpRequest, row: Any, form: forms.Form, verb: Verb, back: str
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": verb.words,
            "back": back,
            "list": reverse(
                f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
            ),
            "row": row,
            "about": self.about(row),
            "form": form,
        }
        template = "donations/admin/amend.html"
        status = 422 if request.method == "POST" else 200
        return TemplateResponse(request, template, context, status=status)


def _tried(verb: Verb, row: Any, form: forms.Form, by: Any) -> Promise | None:
    """None when it is done; else the sentence that says why not."""
    try:
        verb.act(row, form, by)
    except tuple(verb.refusals) as refusal:
        return next(
            words for kind, words in verb.refusals.items() if isinstance(refusal, kind)
        )
    return None
