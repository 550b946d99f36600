"""Payments in doubt, for a person: asked about again, or said to be over."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations import processors
from donations.admin.verbs import Verb, VerbsAdmin
from donations.collecting import keeping_up, noticing, recovering
from donations.forms.going_back import WhyForm
from donations.going_back.following import follow
from donations.models import (
    NotDisputable,
    NotRefundable,
    Payment,
    Pledge,
    ProcessorNotice,
    StoredMethod,
)
from donations.models.refund import BY_HAND
from donations.processors.base import Unanswered
from ijm.admin.bases import ReadOnlyAdmin
from ijm.models import StaffMember

MAY = "donations.settle_payment"
REFUSALS: dict[type[Exception], Promise] = {
    processors.NotOffered: _("Its processor is not set up here."),
    Unanswered: _("Its processor does not answer. Nothing was changed; try again."),
    **dict.fromkeys(
        (NotRefundable, NotDisputable),
        _("More is on its way back than is left of this payment: look at both."),
    ),
}


def _plain(row: Any, data: Any) -> forms.Form:
    return forms.Form(data)


def _is_with_processor(payment: Payment) -> bool:
    """Settled or not: it may have gone back since."""
    return payment.processor not in BY_HAND


def _is_unknown(payment: Payment) -> bool:
    return payment.state == Payment.UNKNOWN


def _ask(payment: Payment, form: forms.Form, by: StaffMember) -> None:
    now = timezone.now()
    recovering.look(payment, now)
    if payment.is_settled:
        follow(payment, now)


def _never_happened(payment: Payment, form: forms.Form, by: StaffMember) -> None:
    give_up(payment, form.cleaned_data["reason"], timezone.now())


def give_up(payment: Payment, why: str, now: datetime) -> None:
    """A person has looked at the processor's own pages and found nothing taken."""
    with transaction.atomic():
        payment.lock()
        if not _is_unknown(payment):
            return
        payment.change(state=Payment.ABANDONED, note=why[:200], asked_at=now)
        if payment.instalment:
            payment.instalment.give_up()


def _again(notice: ProcessorNotice, form: forms.Form, by: StaffMember) -> None:
    noticing.replay(notice, timezone.now())


class WaitsFilter(admin.SimpleListFilter):
    title = _("waiting")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [
            ("money", _("for its money")),
            ("unknown", _("nobody knows what became of it")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        match self.value():
            case "money":
                return queryset.awaited()
            case "unknown":
                return queryset.filter(state=Payment.UNKNOWN)
        return queryset


VERBS = {
    "sync": Verb(
        _("Ask its processor what became of it"),
        _plain,
        _ask,
        MAY,
        _is_with_processor,
        REFUSALS,
    ),
    "giving-up": Verb(
        _("It was never taken"),
        lambda payment, data: WhyForm(data),
        _never_happened,
        MAY,
        _is_unknown,
    ),
}


def _ask_of_pledge(pledge: Pledge, form: forms.Form, by: StaffMember) -> None:
    """Its card or account, and whatever of its gifts is still open."""
    now, method = timezone.now(), pledge.stored_method
    if method and method.is_usable:
        keeping_up.keep_up(method.processor, method.processor_ref, now)
    for payment in Payment.objects.open().filter(instalment__pledge=pledge):
        recovering.look(payment, now)


OF_PLEDGES = {
    "sync": Verb(
        _("Ask its processor about card and gifts"),
        _plain,
        _ask_of_pledge,
        MAY,
        lambda pledge: pledge.stored_method_id is not None,
        REFUSALS,
    )
}


@admin.register(ProcessorNotice)
class ProcessorNoticeAdmin(VerbsAdmin):
    list_display = ("received_at", "kind", "about", "result", "tries")
    list_filter = ("result", "processor")
    search_fields = ("about__exact", "number__exact")
    fields = (
        "processor",
        "number",
        "kind",
        "about",
        "received_at",
        "tries",
        "applied_at",
        "result",
    )
    verbs = {"replay": Verb(_("Look it up once more"), _plain, _again, MAY)}


@admin.register(StoredMethod)
class StoredMethodAdmin(ReadOnlyAdmin):
    list_display = ("donor", "__str__", "expires_on", "added_at", "ended_at")
    list_filter = ("processor", "kind")
    list_select_related = ("donor",)
    search_fields = ("processor_ref__exact", "customer_ref__exact")
    fields = (
        "donor",
        "kind",
        "brand",
        "last4",
        "expires_on",
        "processor",
        "customer_ref",
        "processor_ref",
        "agreed_words",
        "added_at",
        "ended_at",
        "ended_reason",
    )
