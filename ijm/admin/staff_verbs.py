"""Two pages beside a member of staff: a lost telephone, and a farewell."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from ijm import departing
from ijm.admin.fresh import freshly_proved
from ijm.admin.reason import ReasonForm, ask_reason
from ijm.models import StaffMember

ONESELF = _("Another administrator must do that for you.")
LAST = _("This is the only administrator. Invite another one first.")


class FarewellForm(forms.Form):
    to = forms.ModelChoiceField(
        queryset=StaffMember.objects.none(),
        label=_("Who takes over what is unfinished"),
        error_messages={"required": _("Choose a colleague.")},
    )
    note = ReasonForm.base_fields["note"]

    def __init__(self, *args: Any, person: StaffMember, needed: bool) -> None:
        super().__init__(*args)
        colleagues = StaffMember.objects.filter(is_active=True).exclude(pk=person.pk)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]
        if not needed:
            del self.fields["to"]


class StaffVerbs:
    """A part of the admin screen of staff."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        views = (
            ("second-step", self.second_step_view, "ijm_staffmember_second_step"),
            ("leaving", self.leaving_view, "ijm_staffmember_leaving"),
        )
        both = require_http_methods(["GET", "POST"])
        own = [
            path(f"<int:pk>/{noun}/", wrap(both(view)), name=name)
            for noun, view, name in views
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    @freshly_proved
    def second_step_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = self._known(request, pk)
        if person == request.user:
            return self._refused(request, person, ONESELF)
        by: Any = request.user
        return ask_reason(
            request,
            self._screen,
            person,
            title=_("Take the second step away"),
            button=_("Take it away and sign them out"),
            back=_page_of(person),
            act=lambda note: departing.reset_second_step(
                person, by, note, timezone.now()
            ),
            done=_(
                "They sign in by password now and set up another. A letter says so."
            ),
        )

    @freshly_proved
    def leaving_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        person, by = self._known(request, pk), request.user
        in_hand = departing.in_hand(person)
        form = FarewellForm(
            request.POST if request.method == "POST" else None,
            person=person,
            needed=bool(in_hand),
        )
        if form.is_bound and form.is_valid():
            to, note = form.cleaned_data.get("to"), form.cleaned_data["note"]
            try:
                handed = departing.let_go(person, to, by, note, timezone.now())  # type: ignore[arg-type]
            except departing.NotOneself:
                return self._refused(request, person, ONESELF)
            except departing.LastAdministrator:
                return self._refused(request, person, LAST)
            _say(request, handed)
            return HttpResponseRedirect(_page_of(person))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Say farewell"),
            "button": _("End their sign-in and hand over"),
            "back": _page_of(person),
            "row": person,
            "in_hand": in_hand,
            "form": form,
        }
        return TemplateResponse(request, "admin/people/leaving.html", context)

    @property
    def _screen(self) -> ModelAdmin:
        assert isinstance(self, ModelAdmin)
        return self

    def _known(self, request: HttpRequest, pk: int) -> StaffMember:
        if not self._screen.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(StaffMember, pk=pk, is_active=True)

    def _refused(
        self, request: HttpRequest, person: StaffMember, why: Any
    ) -> HttpResponse:
        messages.error(request, why)
        return HttpResponseRedirect(_page_of(person))


def _page_of(person: StaffMember) -> str:
    return reverse("admin:ijm_staffmember_change", args=[person.pk])


def _say(request: HttpRequest, handed: Iterable[departing.HandedOver]) -> None:
    messages.success(request, _("Their sign-in has ended, on every machine."))
    for each in handed:
        words = {"title": each.title, "handed": each.handed}
        messages.info(request, _("%(title)s: %(handed)s handed over.") % words)
        if left := each.found - each.handed:
            messages.warning(
                request,
                _("%(left)s are kept to named readers: look after them by hand.")
                % {"left": left},
            )
