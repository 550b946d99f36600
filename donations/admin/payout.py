"""Payouts and their lines at the desk; which line of the bank a payout is."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from donations.admin.verbs import Verb, VerbsAdmin
from donations.bank.matching import NotNew
from donations.forms.payout import AtTheBankForm
from donations.models import Payout, ProcessorLine
from donations.reconciling import payouts
from ijm.admin.bases import ReadOnlyAdmin
from ijm.models import StaffMember

MAY = "donations.settle_difference"


def _is_at(payout: Payout, form: Any, by: StaffMember) -> None:
    payouts.is_at(payout, form.cleaned_data["line"], by)


def _undo(payout: Payout, form: forms.Form, by: StaffMember) -> None:
    payouts.undo(payout)


@admin.register(Payout)
class PayoutAdmin(VerbsAdmin):
    list_display = ("arrives_on", "amount", "sum_of_lines", "state", "bank_line")
    list_filter = ("state", "processor")
    list_select_related = ("bank_line",)
    search_fields = ("number__exact",)
    fields = (
        "processor",
        "number",
        "amount",
        "sum_of_lines",
        "arrives_on",
        "state",
        "bank_line",
        "matched_by",
    )
    verbs = {
        "bank": Verb(
            _("It is this line of the bank"),
            AtTheBankForm,
            _is_at,
            MAY,
            lambda payout: payout.awaits_its_line,
            {NotNew: _("Somebody was faster: this was said meanwhile.")},
        ),
        "undoing": Verb(
            _("It is another line"),
            lambda payout, data: forms.Form(data),
            _undo,
            MAY,
            lambda payout: payout.bank_line_id is not None,
        ),
    }


@admin.register(ProcessorLine)
class ProcessorLineAdmin(ReadOnlyAdmin):
    list_display = ("moved_on", "kind", "amount", "fee", "payment_ref", "payout")
    list_filter = ("kind", "processor")
    list_select_related = ("payout",)
    search_fields = ("number__exact", "source__exact", "payment_ref__exact")
    fields = (
        "processor",
        "number",
        "kind",
        "said",
        "amount",
        "fee",
        "own",
        "moved_on",
        "source",
        "payment_ref",
        "payout",
    )
