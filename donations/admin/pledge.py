"""Pledges, and every verb of the portal done for a donor on the telephone."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations import reference
from donations.forms.desk import ReasonForm
from donations.forms.portal import AmountForm, DayForm, PauseForm
from donations.models import (
    AlreadyEnded,
    Instalment,
    Pledge,
    PledgeChange,
    PledgePause,
    PledgeTerms,
)
from ijm.admin.bases import ReadOnlyAdmin, ReadOnlyInline
from ijm.models import StaffMember


class TermsInline(ReadOnlyInline):
    model = PledgeTerms
    fields = ("amount", "effective", "changed_by")
    readonly_fields = ("amount",)


class PauseInline(ReadOnlyInline):
    model = PledgePause
    fields = ("during",)


class InstalmentInline(ReadOnlyInline):
    model = Instalment
    fields = ("seq", "due_on", "amount", "state", "next_attempt_on")
    readonly_fields = ("amount",)


class ChangeInline(ReadOnlyInline):
    model = PledgeChange
    verbose_name_plural = gettext_lazy("What happened, newest first")
    fields = ("at", "verb", "detail", "by", "reason")


class AmountAndReason(AmountForm, ReasonForm):
    field_order = ("amount", "reason")


class DayAndReason(DayForm, ReasonForm):
    field_order = ("day", "reason")


class PauseAndReason(PauseForm, ReasonForm):
    field_order = ("months", "reason")


Answers = dict[str, Any]


def _cancel(pledge: Pledge, form: forms.Form, by: StaffMember) -> None:
    pledge.cancel(timezone.now(), by, form.cleaned_data["reason"])


def _resume(pledge: Pledge, form: forms.Form, by: StaffMember) -> None:
    pledge.resume(timezone.now(), by, form.cleaned_data["reason"])


def _pause(pledge: Pledge, form: Any, by: StaffMember) -> None:
    now = timezone.now()
    until = form.until(pledge.local_day(now))
    pledge.pause(until, now, by, form.cleaned_data["reason"])


def _change_amount(pledge: Pledge, form: forms.Form, by: StaffMember) -> None:
    answers = form.cleaned_data
    pledge.change_amount(answers["amount"], timezone.now(), by, answers["reason"])


def _change_day(pledge: Pledge, form: forms.Form, by: StaffMember) -> None:
    answers = form.cleaned_data
    pledge.change_day(answers["day"], timezone.now(), by, answers["reason"])


Act = Callable[[Pledge, Any, StaffMember], None]
VERBS: dict[str, tuple[Promise, type[forms.Form], Act]] = {
    "amount": (gettext_lazy("Change the amount"), AmountAndReason, _change_amount),
    "day": (gettext_lazy("Change the day"), DayAndReason, _change_day),
    "pause": (gettext_lazy("Pause"), PauseAndReason, _pause),
    "resumption": (gettext_lazy("Resume"), ReasonForm, _resume),
    "cancellation": (gettext_lazy("Cancel"), ReasonForm, _cancel),
}


@admin.register(Pledge)
class PledgeAdmin(ReadOnlyAdmin):
    list_display = ("reference", "donor", "interval_months", "anchor_day", "state")
    list_filter = ("state", "interval_months", "fund")
    list_select_related = ("donor",)
    search_fields = ("reference",)
    search_help_text = gettext_lazy("A reference, however it is written.")
    change_form_template = "donations/admin/pledge.html"
    readonly_fields = ("amount", "state", "ended_at", "ended_reason")
    inlines = (TermsInline, PauseInline, InstalmentInline, ChangeInline)
    fields = (
        "reference",
        "donor",
        "amount",
        "interval_months",
        "anchor_day",
        "first_due",
        "state",
        "ended_at",
        "ended_reason",
        "fund",
        "campaign",
        "source_path",
        "created_at",
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term.strip():
            return queryset, False
        try:
            wanted = reference.parse(search_term)
        except reference.ReferenceNotUnderstood as wrong:
            messages.warning(request, str(wrong.message))
            return queryset.none(), False
        return queryset.filter(reference=wanted), False

    def render_change_form(
        self, request: HttpRequest, context: Answers, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        pledge = kwargs.get("obj")
        may = request.user.has_perm("donations.amend_pledge")
        context["verbs"] = (
            [(noun, words) for noun, (words, _form, _act) in VERBS.items()]
            if may and pledge and not pledge.is_ended
            else []
        )
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<uuid:pk>/amend/<slug:noun>/",
            self.admin_site.admin_view(self.amend),
            name="donations_pledge_amend",
        )
        return [own, *super().get_urls()]

    def amend(self, request: HttpRequest, pk: UUID, noun: str) -> HttpResponse:
        """GET shows the form of one verb; POST with a reason does it."""
        if not request.user.has_perm("donations.amend_pledge"):
            raise PermissionDenied
        pledge = get_object_or_404(Pledge, pk=pk)
        back = reverse("admin:donations_pledge_change", args=[pk])
        if noun not in VERBS:
            return HttpResponseRedirect(back)
        words, made, act = VERBS[noun]
        needs = {"pledge": pledge} if issubclass(made, AmountForm) else {}
        form = made(request.POST or None, **needs)  # type: ignore[arg-type]
        if request.method == "POST" and form.is_valid():
            try:
                act(pledge, form, request.user)  # type: ignore[arg-type]
                messages.success(request, _("Done, and kept with the pledge."))
            except AlreadyEnded:
                messages.warning(request, _("This pledge has ended already."))
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": words,
            "back": back,
            "row": pledge,
            "form": form,
        }
        return TemplateResponse(request, "donations/admin/amend.html", context)
