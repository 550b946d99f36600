"""Receipts and statements at the desk: read, opened, corrected, voided, sent again."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from donations.admin.verbs import Verb, VerbsAdmin
from donations.forms.going_back import WhyForm
from donations.forms.receipts import NumberNotUnderstood, PlainForm, read_number
from donations.models import AlreadyVoid, Receipt, ReceiptLine, ReceiptProblem
from donations.receipts import addresses, following, telling
from donations.receipts.issuer import (
    PROFILES,
    DetailsMissing,
    Issuer,
    NotReady,
)
from donations.receipts.printing import NotPrintable
from donations.receipts.serving import pdf_response
from ijm.admin.bases import LongListAdmin, ReadOnlyInline
from ijm.models import StaffMember

ISSUES = "donations.issue_receipt"
SHOWN = 200
FASTER = gettext_lazy("Somebody was faster: this document is void already.")
CANNOT = {
    AlreadyVoid: FASTER,
    NotReady: gettext_lazy(
        "Our own details are incomplete: see the rules of receipts."
    ),
    DetailsMissing: gettext_lazy("The donor’s name or postal address is missing."),
    NotPrintable: gettext_lazy("A letter in it is in no typeface of ours."),
}


class NoAddress(Exception):
    """There is nobody to write to."""


def _void(receipt: Receipt, form: Any, by: StaffMember) -> None:
    receipt.void(form.cleaned_data["reason"], timezone.now(), by)


def _correct(receipt: Receipt, form: Any, by: StaffMember) -> None:
    following.correct(receipt, form.cleaned_data["reason"], by, timezone.now())


def _send(receipt: Receipt, form: Any, by: StaffMember) -> None:
    if not telling.tell(receipt, again=True):
        raise NoAddress


def _stands(receipt: Receipt) -> bool:
    return not receipt.is_void


class LineInline(ReadOnlyInline):
    model = ReceiptLine
    fields = ("payment", "amount", "live")
    readonly_fields = ("amount",)


class StandingFilter(admin.SimpleListFilter):
    title = gettext_lazy("standing")
    parameter_name = "stands"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [("yes", gettext_lazy("stands")), ("no", gettext_lazy("void"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        match self.value():
            case "yes":
                return queryset.standing()
            case "no":
                return queryset.void()
        return queryset


@admin.register(Receipt)
class ReceiptAdmin(VerbsAdmin):
    change_list_template = "donations/admin/receipts.html"
    list_display = (
        "unbroken",
        "donor",
        "kind",
        "year_words",
        "total",
        "issued_on",
        "stands",
    )
    list_filter = (StandingFilter, "kind", "year")
    list_select_related = ("donor", "voided")
    search_fields = ("serial",)
    search_help_text = gettext_lazy("A number, like AU-S-000012.")
    inlines = (LineInline,)
    fields = (
        "number",
        "document",
        "kind",
        "donor",
        "year_words",
        "total",
        "issued_on",
        "issued_by",
        "replaces",
        "next_one",
        "ended",
    )
    verbs = {
        "correction": Verb(
            gettext_lazy("Correct it"), PlainForm.why, _correct, ISSUES, _stands, CANNOT
        ),
        "voiding": Verb(
            gettext_lazy("Void it"),
            lambda receipt, data: WhyForm(data),
            _void,
            ISSUES,
            _stands,
            {AlreadyVoid: FASTER},
        ),
        "sending": Verb(
            gettext_lazy("Tell the donor again"),
            PlainForm.plain,
            _send,
            ISSUES,
            _stands,
            {NoAddress: gettext_lazy("No e-mail address of this donor is known.")},
        ),
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Receipt]:
        return super().get_queryset(request).select_related("voided", "replaced_by")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term.strip():
            return queryset, False
        try:
            return queryset.filter(**read_number(search_term)), False
        except NumberNotUnderstood:
            messages.warning(request, _("Write a number like AU-S-000012."))
            return queryset.none(), False

    @admin.display(description=gettext_lazy("number"), ordering="serial")
    def unbroken(self, receipt: Receipt) -> str:
        """In one piece on a narrow screen."""
        return receipt.number.replace("-", "\N{NON-BREAKING HYPHEN}")

    @admin.display(description=gettext_lazy("tax year"), ordering="year")
    def year_words(self, receipt: Receipt) -> str:
        return PROFILES[receipt.country].year_words(receipt.year)

    @admin.display(description=gettext_lazy("stands"), boolean=True)
    def stands(self, receipt: Receipt) -> bool:
        return not receipt.is_void

    @admin.display(description=gettext_lazy("document"))
    def document(self, receipt: Receipt) -> str:
        address = reverse("admin:donations_receipt_document", args=[receipt.pk])
        return format_html('<a href="{}">{} (PDF)</a>', address, receipt.title)

    @admin.display(description=gettext_lazy("replaced by"))
    def next_one(self, receipt: Receipt) -> Any:
        return getattr(receipt, "replaced_by", None) or "–"

    @admin.display(description=gettext_lazy("void since"))
    def ended(self, receipt: Receipt) -> str:
        if not receipt.is_void:
            return "–"
        end = receipt.voided
        moment = timezone.localtime(end.at).strftime("%Y-%m-%d %H:%M")
        return " · ".join(str(each) for each in (moment, end.by, end.reason) if each)

    def about(self, receipt: Receipt) -> str:
        return f"{receipt.title} {receipt.number} · {receipt.total} · {receipt.donor}"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path(
                "<uuid:pk>/document/",
                view(self.open_document),
                name="donations_receipt_document",
            ),
            path(
                "addresses/",
                view(self.addresses_needed),
                name="donations_receipt_addresses",
            ),
            *super().get_urls(),
        ]

    def open_document(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return pdf_response(get_object_or_404(self.get_queryset(request), pk=pk))

    def addresses_needed(self, request: HttpRequest) -> HttpResponse:
        """Whose receipt waits for a postal address; POST writes to all with e-mail."""
        if not request.user.has_perm(ISSUES):
            raise PermissionDenied
        now = timezone.now()
        if request.method == "POST":
            count = addresses.ask_all(now)
            words = ngettext(
                "A letter is on its way.", "%d letters are on their way.", count
            )
            messages.success(request, words % count if "%d" in words else words)
            return redirect("admin:donations_receipt_addresses")
        found = addresses.needed(now)
        issuer = Issuer.found()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Receipts that need an address"),
            "donors": found[:SHOWN],
            "count": found.count(),
            "asks": issuer is not None and issuer.asks_for_addresses,
        }
        return TemplateResponse(request, "donations/admin/addresses.html", context)


@admin.register(ReceiptProblem)
class ReceiptProblemAdmin(LongListAdmin):
    """Taking a row away is trying again: the worker finds the gift by itself."""

    list_display = ("payment", "error", "at")
    list_select_related = ("payment__donor",)
    fields = ("payment", "error", "at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
