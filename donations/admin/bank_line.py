"""Lines of bank statements at the desk: whose money each of them is, and the undo."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from donations.admin.verbs import Verb, VerbsAdmin
from donations.bank import matching
from donations.forms.bank import MatchForm
from donations.forms.going_back import WhyForm
from donations.models import BankLine
from donations.taking_back import NotToBeTakenBack
from ijm.models import StaffMember

MAY = "donations.record_payment"
FASTER = _("Somebody was faster: this was said meanwhile.")
BOOKED = _(
    "This cannot be booked so: it is recorded or called off already, or in another "
    "currency."
)


class UnallocatedFilter(admin.SimpleListFilter):
    title = _("waiting")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [("match", _("whose money is it?"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        return queryset.unallocated() if self.value() == "match" else queryset


def _match(line: BankLine, form: MatchForm, by: StaffMember) -> None:
    form.match(by)


def _unmatch(line: BankLine, form: forms.Form, by: StaffMember) -> None:
    matching.unmatch(line, by, form.cleaned_data["reason"])


def _discard(line: BankLine, form: forms.Form, by: StaffMember) -> None:
    matching.discard(line, by)


def _again(line: BankLine, form: forms.Form, by: StaffMember) -> None:
    matching.consider_again(line, by)


def _is_new(line: BankLine) -> bool:
    return line.is_new


def _could_be_a_gift(line: BankLine) -> bool:
    """What is a payout is undone at the payout."""
    came = line.state == BankLine.DISCARDED and line.amount_minor > 0
    return came and not hasattr(line, "payout")


@admin.register(BankLine)
class BankLineAdmin(VerbsAdmin):
    list_display = ("booked_on", "amount", "name", "text", "state", "payment")
    list_filter = (UnallocatedFilter, "state", "account")
    list_select_related = ("payment__donor",)
    fields = (
        "booked_on",
        "amount",
        "name",
        "text",
        "bank_ref",
        "account",
        "file",
        "occurrence",
        "state",
        "payment",
        "matched_as",
        "matched_by",
    )
    verbs = {
        "match": Verb(
            _("Say whose it is"),
            MatchForm,
            _match,
            MAY,
            _is_new,
            {
                **dict.fromkeys(matching.CANNOT_BE_BOOKED, BOOKED),
                matching.NotNew: FASTER,
            },
        ),
        "discarding": Verb(
            _("It is no gift"),
            lambda line, data: forms.Form(data),
            _discard,
            MAY,
            _is_new,
            {matching.NotNew: FASTER},
        ),
        "undoing": Verb(
            _("Undo the match"),
            lambda line, data: WhyForm(data),
            _unmatch,
            MAY,
            lambda line: line.is_matched,
            {
                matching.NotNew: FASTER,
                NotToBeTakenBack: _(
                    "Some of this gift has gone back already: settle that first."
                ),
            },
        ),
        "again": Verb(
            _("It is a gift after all"),
            lambda line, data: forms.Form(data),
            _again,
            MAY,
            _could_be_a_gift,
            {matching.NotNew: FASTER},
        ),
    }

    def about(self, line: BankLine) -> str:
        facts = (line.booked_on, line.amount, line.name, line.text)
        return " · ".join(str(fact) for fact in facts if fact)
