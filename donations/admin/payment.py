"""Payments, and the page where staff write down money that came."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from donations import reference
from donations.forms.desk import ArrivalForm, ReferenceForm, UnannouncedForm
from donations.models import NotSettleable, Payment
from donations.models.instalment import NotSettleable as InstalmentNotSettleable
from ijm.admin.bases import ReadOnlyAdmin
from ijm.models import SiteSettings


class WaitsFilter(admin.SimpleListFilter):
    title = gettext_lazy("waiting")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [("money", gettext_lazy("for its money"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        return queryset.awaited() if self.value() == "money" else queryset


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    list_display = ("donor", "amount", "state", "received_on", "fund", "reference")
    list_filter = (WaitsFilter, "state", "method")
    list_select_related = ("donor", "fund")
    search_fields = ("reference",)
    search_help_text = gettext_lazy("A reference, however it is written.")
    change_list_template = "donations/admin/payments.html"
    fields = (
        "donor",
        "amount",
        "state",
        "received_on",
        "method",
        "reference",
        "instalment",
        "fund",
        "campaign",
        "source_path",
        "note",
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
        whole = queryset.filter(reference=wanted) | queryset.filter(
            instalment__pledge__reference=wanted
        )
        return whole, False

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
