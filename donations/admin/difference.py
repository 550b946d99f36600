"""Differences with a processor's books: what each is, and what to do about it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations.admin.in_doubt import REFUSALS
from donations.admin.verbs import Verb, VerbsAdmin
from donations.forms.going_back import WhyForm
from donations.models import Difference
from donations.reconciling import comparing
from ijm.models import StaffMember

MAY = "donations.settle_difference"


def _settle(difference: Difference, form: forms.Form, by: StaffMember) -> None:
    difference.settle(by, form.cleaned_data["reason"])


def _again(difference: Difference, form: forms.Form, by: StaffMember) -> None:
    comparing.again(difference, timezone.now())


def _is_open(difference: Difference) -> bool:
    return difference.is_open


class OpenFilter(admin.SimpleListFilter):
    title = _("waiting")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [("people", _("for somebody to look"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        return queryset.open() if self.value() == "people" else queryset


@admin.register(Difference)
class DifferenceAdmin(VerbsAdmin):
    list_display = ("found_at", "kind", "theirs", "ours", "payment", "gone_at")
    list_filter = (OpenFilter, "kind")
    list_select_related = ("payment__donor",)
    fields = (
        "kind",
        "what_to_do",
        "theirs",
        "ours",
        "payment",
        "line",
        "payout",
        "found_at",
        "gone_at",
        "settled_at",
        "settled_by",
        "settled_reason",
    )
    verbs = {
        "settling": Verb(
            _("It is right as it is"),
            lambda difference, data: WhyForm(data),
            _settle,
            MAY,
            _is_open,
        ),
        "again": Verb(
            _("Compare it once more"),
            lambda difference, data: forms.Form(data),
            _again,
            MAY,
            _is_open,
            REFUSALS,
        ),
    }

    @admin.display(description=_("what to do"))
    def what_to_do(self, difference: Difference) -> Promise:
        return difference.to_do
