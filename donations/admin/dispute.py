"""Disputes at the desk: written down at a payment, decided here."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations.admin.verbs import Verb, VerbsAdmin
from donations.forms.going_back import DayForm
from donations.models import Dispute, DisputeOver
from ijm.models import StaffMember

RECORDS = "donations.record_dispute"


def _verb(words: Promise, act: str, fits: Any) -> Verb:
    def do(dispute: Dispute, form: forms.Form, by: StaffMember) -> None:
        getattr(dispute, act)(form.cleaned_data["day"])

    refusals: dict[type[Exception], Promise] = {
        DisputeOver: _("This dispute was decided meanwhile.")
    }
    form = lambda dispute, data: DayForm(data)  # noqa: E731
    return Verb(words, form, do, RECORDS, fits, refusals)


def _asks(dispute: Dispute) -> bool:
    return dispute.is_inquiry


def _taken(dispute: Dispute) -> bool:
    return dispute.state == Dispute.OPEN


class UndecidedFilter(admin.SimpleListFilter):
    title = _("waiting")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [("decision", _("undecided"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        if self.value() == "decision":
            return queryset.open().order_by("answer_by", "opened_on")
        return queryset


@admin.register(Dispute)
class DisputeAdmin(VerbsAdmin):
    list_display = ("payment", "amount", "state", "opened_on", "answer_by")
    list_filter = (UndecidedFilter, "state")
    list_select_related = ("payment__donor",)
    fields = (
        "payment",
        "amount",
        "fee",
        "state",
        "opened_on",
        "answer_by",
        "ended_on",
        "reason",
        "processor_ref",
        "recorded_by",
    )
    verbs = {
        "taking": _verb(_("The bank has taken the money"), "take", _asks),
        "dropping": _verb(_("The bank takes nothing"), "drop", _asks),
        "winning": _verb(_("Won: the money is back"), "win", _taken),
        "losing": _verb(_("Lost"), "lose", _taken),
    }

    def about(self, dispute: Dispute) -> str:
        return f"{dispute.amount} · {dispute.payment.donor} · {dispute.reason}"
