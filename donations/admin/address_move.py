"""Donors who lost their address: looked into by one person, agreed to by another."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations import moving_address
from donations.admin.verbs import Verb, VerbsAdmin
from donations.forms.address import WhoseForm
from donations.models import AddressMove
from donations.moving_address import MoveOver, SecondPersonNeeded
from ijm.models import StaffMember

LOOKS, AGREES = "donations.change_donor", "donations.agree_addressmove"
GONE_ON: dict[type[Exception], Promise] = {
    MoveOver: _("Somebody was faster: this has gone on meanwhile.")
}


def _identify(move: AddressMove, form: forms.Form, by: StaffMember) -> None:
    answers = form.cleaned_data
    now = timezone.now()
    moving_address.identify(move, answers["whose"], now, by, answers["reason"])


def _approve(move: AddressMove, form: forms.Form, by: StaffMember) -> None:
    moving_address.approve(move, timezone.now(), by)


def _refuse(move: AddressMove, form: forms.Form, by: StaffMember) -> None:
    moving_address.end(move, AddressMove.REFUSED, timezone.now())


class WaitsFilter(admin.SimpleListFilter):
    title = _("waiting")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [("looking", _("to look into")), ("agreement", _("for a second person"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        match self.value():
            case "looking":
                return queryset.to_identify()
            case "agreement":
                return queryset.held()
        return queryset


@admin.register(AddressMove)
class AddressMoveAdmin(VerbsAdmin):
    list_display = ("asked_at", "donor", "old_email", "new_email", "by", "hold_until")
    list_filter = (WaitsFilter,)
    list_select_related = ("donor", "by")
    fields = (
        "old_email",
        "new_email",
        "told",
        "asked_at",
        "donor",
        "by",
        "hold_until",
        "approved_by",
        "link_sent_at",
        "done_at",
        "ended_at",
        "ended_reason",
    )
    verbs = {
        "identification": Verb(
            _("Say whose it is"),
            lambda move, data: WhoseForm(data),
            _identify,
            LOOKS,
            lambda move: move.is_to_identify,
            GONE_ON,
        ),
        "agreement": Verb(
            _("Agree to it now"),
            lambda move, data: forms.Form(data),
            _approve,
            AGREES,
            lambda move: move.is_held,
            {
                **GONE_ON,
                SecondPersonNeeded: _("Somebody else must agree to this."),
            },
        ),
        "refusal": Verb(
            _("Refuse it"),
            lambda move, data: forms.Form(data),
            _refuse,
            LOOKS,
            lambda move: move.is_open,
            GONE_ON,
        ),
    }

    def about(self, move: AddressMove) -> str:
        return f"{move.donor or ''} {move} {move.told}".strip()
