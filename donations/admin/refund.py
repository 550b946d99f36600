"""Refunds at the desk: asked for at a payment, agreed to, sent, or called off here."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations.admin import in_doubt
from donations.admin.verbs import Verb, VerbsAdmin
from donations.forms.going_back import SentForm, WhyForm
from donations.going_back import sending
from donations.models import NotNow, NotThisPerson, Refund
from ijm import dates
from ijm.models import StaffMember

MAKES, AGREES = "donations.make_refund", "donations.approve_refund"
GONE_ON: dict[type[Exception], Promise] = {
    NotNow: _("Somebody was faster: this refund has gone on meanwhile.")
}


def _approve(refund: Refund, form: forms.Form, by: StaffMember) -> None:
    refund.approve(by, timezone.now())


def _refuse(refund: Refund, form: forms.Form, by: StaffMember) -> None:
    refund.refuse(by, form.cleaned_data["reason"])


def _pay(refund: Refund, form: forms.Form, by: StaffMember) -> None:
    refund.pay(form.cleaned_data["paid_on"], form.cleaned_data["processor_ref"])


def _sync(refund: Refund, form: forms.Form, by: StaffMember) -> None:
    sending.send(refund, timezone.now())


def _ends_by_hand(refund: Refund) -> bool:
    return refund.is_by_hand and refund.state in {"pending", "succeeded"}


def _fail(refund: Refund, form: forms.Form, by: StaffMember) -> None:
    refund.fail(by, form.cleaned_data["reason"], dates.today())


class RefundWaitsFilter(admin.SimpleListFilter):
    title = _("waiting")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [
            ("agreement", _("for a second person")),
            ("sending", _("to be sent by hand")),
            ("processor", _("for their processor")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        match self.value():
            case "agreement":
                return queryset.to_approve()
            case "sending":
                return queryset.to_send().by_hand()
            case "processor":
                return queryset.to_send().by_processor()
        return queryset


@admin.register(Refund)
class RefundAdmin(VerbsAdmin):
    list_display = ("payment", "amount", "state", "requested_by", "requested_at")
    list_filter = (RefundWaitsFilter, "state")
    list_select_related = ("payment__donor", "requested_by")
    fields = (
        "payment",
        "amount",
        "state",
        "reason",
        "requested_by",
        "requested_at",
        "approved_by",
        "approved_at",
        "asked_at",
        "paid_on",
        "processor_ref",
        "ended_by",
        "ended_reason",
    )
    verbs = {
        "approval": Verb(
            _("Agree to it"),
            lambda refund, data: forms.Form(data),
            _approve,
            AGREES,
            lambda refund: refund.is_to_approve,
            {**GONE_ON, NotThisPerson: _("Somebody else must agree to this refund.")},
        ),
        "payment": Verb(
            _("It was sent"),
            lambda refund, data: SentForm(data),
            _pay,
            MAKES,
            lambda refund: refund.is_to_send and refund.is_by_hand,
            {**GONE_ON, IntegrityError: _("This reference was used for another.")},
        ),
        "refusal": Verb(
            _("Refuse it"),
            lambda refund, data: WhyForm(data),
            _refuse,
            AGREES,
            lambda refund: refund.is_free,
            GONE_ON,
        ),
        "failure": Verb(
            _("The bank brought it back"),
            lambda refund, data: WhyForm(data),
            _fail,
            MAKES,
            _ends_by_hand,
            GONE_ON,
        ),
        "sync": Verb(
            _("Ask its processor what became of it"),
            lambda refund, data: forms.Form(data),
            _sync,
            MAKES,
            lambda refund: refund.is_to_send and not refund.is_by_hand,
            {**GONE_ON, **in_doubt.REFUSALS},
        ),
    }

    def about(self, refund: Refund) -> str:
        words = _("%(amount)s of %(whole)s, to %(donor)s. Asked for by %(by)s: %(why)s")
        return str(words) % {
            "amount": refund.amount,
            "whole": refund.payment.amount,
            "donor": refund.payment.donor,
            "by": refund.requested_by or _("nobody here"),
            "why": refund.reason,
        }
