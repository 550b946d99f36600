"""Payments, and the page where staff write down money that came."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations import reference
from donations.admin import in_doubt
from donations.admin.verbs import Verb, VerbsAdmin
from donations.admin.wishes import ShowsWishes
from donations.forms.desk import ArrivalForm, ReferenceForm, UnannouncedForm
from donations.forms.going_back import DisputeForm, RefundForm, WhyForm
from donations.models import (
    Dispute,
    LedgerEntry,
    NotDisputable,
    NotRefundable,
    NotSettleable,
    Payment,
    Refund,
)
from donations.models.instalment import NotSettleable as InstalmentNotSettleable
from donations.taking_back import NotToBeTakenBack, take_back
from ijm.admin.bases import ReadOnlyInline
from ijm.models import SiteSettings, StaffMember

LESS_IS_LEFT = gettext_lazy(
    "Less is left of this payment than that, or its bank is disputing it."
)


class RefundInline(ReadOnlyInline):
    model = Refund
    fields = ("amount", "state", "reason", "requested_by", "paid_on")
    readonly_fields = ("amount",)
    show_change_link = True


class DisputeInline(ReadOnlyInline):
    model = Dispute
    fields = ("amount", "state", "opened_on", "ended_on")
    readonly_fields = ("amount",)
    show_change_link = True


class EntryInline(ReadOnlyInline):
    model = LedgerEntry
    fields = ("effective_on", "kind", "amount", "note")
    readonly_fields = ("amount",)
    ordering = ("pk",)


def _ask_refund(payment: Payment, form: Any, by: StaffMember) -> None:
    answers = form.cleaned_data
    Refund.objects.ask(payment, answers["amount"], answers["reason"], by)


def _begin_dispute(payment: Payment, form: Any, by: StaffMember) -> None:
    answers = form.cleaned_data
    fee = answers["fee"]
    Dispute.objects.begin(
        payment,
        answers["amount"],
        answers["opened_on"],
        answers["state"],
        fee_minor=fee.minor if fee else 0,
        answer_by=answers["answer_by"],
        reason=answers["reason"],
        processor_ref=answers["processor_ref"] or None,
        recorded_by=by,
    )


def _take_back(payment: Payment, form: Any, by: StaffMember) -> None:
    take_back(payment, form.cleaned_data["reason"])


def _recorded_by_hand(payment: Payment) -> bool:
    """What a bank line recorded is undone at the line."""
    offline = payment.processor == "offline" and payment.is_settled
    return offline and not hasattr(payment, "bank_line")


def _something_left(payment: Payment) -> bool:
    return payment.is_settled and not payment.left.is_zero


@admin.register(Payment)
class PaymentAdmin(ShowsWishes, VerbsAdmin):
    list_display = ("donor", "amount", "state", "received_on", "fund", "reference")
    list_filter = (in_doubt.WaitsFilter, "state", "method")
    list_select_related = ("donor", "fund")
    # What an index gives: five million are not sorted while somebody waits.
    sortable_by = ("donor", "received_on", "reference")
    search_fields = ("reference",)
    search_help_text = gettext_lazy("A reference, however it is written.")
    change_list_template = "donations/admin/payments.html"
    inlines = (RefundInline, DisputeInline, EntryInline)
    verbs = {
        "refund": Verb(
            gettext_lazy("Send money back"),
            RefundForm,
            _ask_refund,
            "donations.make_refund",
            _something_left,
            {NotRefundable: LESS_IS_LEFT},
        ),
        "taking-back": Verb(
            gettext_lazy("It was recorded by mistake"),
            lambda payment, data: WhyForm(data),
            _take_back,
            "donations.record_payment",
            _recorded_by_hand,
            {
                NotToBeTakenBack: gettext_lazy(
                    "Some of this gift has gone back already: settle that first."
                )
            },
        ),
        "dispute": Verb(
            gettext_lazy("The bank disputes it"),
            DisputeForm,
            _begin_dispute,
            "donations.record_dispute",
            _something_left,
            {
                NotDisputable: LESS_IS_LEFT,
                IntegrityError: gettext_lazy("This reference was used for another."),
            },
        ),
        **in_doubt.VERBS,
    }
    fields = (
        "donor",
        "amount",
        "remaining",
        "state",
        "received_on",
        "method",
        "stored_method",
        "failure_code",
        "reference",
        "instalment",
        "fund",
        "campaign",
        "wishes",
        "source_story",
        "source_path",
        "note",
        "receipted_elsewhere",
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
        # Either, never both: joined by an “or” they would read every payment.
        if wanted.startswith(reference.PLEDGE):
            return queryset.filter(instalment__pledge__reference=wanted), False
        return queryset.filter(reference=wanted), False

    @admin.display(description=gettext_lazy("still with us"))
    def remaining(self, payment: Payment) -> str:
        return str(payment.left) if payment.is_settled else "–"

    def about(self, payment: Payment) -> str:
        facts = (payment, payment.received_on, payment.known_by)
        return " · ".join(str(fact) for fact in facts if fact)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("record/", view(self.record), name="donations_payment_record"),
            path("unannounced/", view(self.unannounced), name="donations_unannounced"),
            *super().get_urls(),
        ]

    def record(self, request: HttpRequest) -> HttpResponse:
        """First the reference, by GET; then what came, by POST under that reference."""
        if not request.user.has_perm("donations.record_payment"):
            raise PermissionDenied
        asked = ReferenceForm(request.GET if "reference" in request.GET else None)
        if not asked.is_valid():
            return self._page(request, reference_form=asked)
        found = asked.cleaned_data["reference"]
        form = ArrivalForm(request.POST or None, found=found)
        if request.method == "POST" and form.is_valid():
            try:
                payment = form.record()
            except (NotSettleable, InstalmentNotSettleable):
                form.add_error(
                    None, _("This was recorded already; nothing was changed.")
                )
            else:
                return self._recorded(request, payment)
        return self._page(request, reference_form=asked, form=form, found=found)

    def unannounced(self, request: HttpRequest) -> HttpResponse:
        """A cheque or transfer that nobody told the site of."""
        if not request.user.has_perm("donations.record_payment"):
            raise PermissionDenied
        currency = SiteSettings.current().currency
        form = UnannouncedForm(request.POST or None, currency=currency)
        if request.method == "POST" and form.is_valid():
            return self._recorded(request, form.record())
        return self._page(request, form=form)

    def _recorded(self, request: HttpRequest, payment: Payment) -> HttpResponse:
        words = _("%(amount)s from %(donor)s is recorded.")
        values = {"amount": payment.amount, "donor": payment.donor}
        messages.success(request, words % values)
        return redirect(reverse("admin:donations_payment_record"))

    def _page(self, request: HttpRequest, **context: Any) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Record money that arrived"),
            **context,
        }
        status = 422 if request.method == "POST" else 200
        template = "donations/admin/record.html"
        return TemplateResponse(request, template, context, status=status)
