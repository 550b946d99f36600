"""Books and evidence: to be read, never rewritten."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from donations.given_to_the_house import GRACE_DAYS
from donations.models import Agreement, Instalment, LedgerEntry
from ijm import dates
from ijm.admin.bases import ReadOnlyAdmin


class OverdueFilter(admin.SimpleListFilter):
    title = _("waiting")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [("due", _("due")), ("overdue", _("due, with no payment"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        today = dates.today()
        match self.value():
            case "due":
                return queryset.due(today)
            case "overdue":
                return queryset.due(today - timedelta(days=GRACE_DAYS))
        return queryset


@admin.register(Instalment)
class InstalmentAdmin(ReadOnlyAdmin):
    list_display = ("pledge", "donor", "due_on", "amount", "state")
    list_filter = (OverdueFilter, "state")
    list_select_related = ("pledge__donor",)
    search_fields = ("pledge__reference__exact",)
    fields = ("pledge", "seq", "period", "due_on", "amount", "state", "next_attempt_on")

    @admin.display(description=_("donor"))
    def donor(self, instalment: Instalment) -> str:
        return str(instalment.pledge.donor)


@admin.register(LedgerEntry)
class LedgerAdmin(ReadOnlyAdmin):
    list_display = ("effective_on", "kind", "amount", "fund", "donor", "source_key")
    list_filter = ("kind", "fund")
    list_select_related = ("donor", "fund")
    sortable_by = ("effective_on", "donor", "source_key")
    search_fields = ("source_key__exact",)
    date_hierarchy = None
    fields = (
        "effective_on",
        "kind",
        "amount",
        "fund",
        "donor",
        "payment",
        "source_key",
        "reverses",
        "note",
        "posted_at",
    )


@admin.register(Agreement)
class AgreementAdmin(ReadOnlyAdmin):
    list_display = ("agreed_at", "donor", "version")
    list_select_related = ("donor",)
    fields = ("donor", "pledge", "payment", "version", "words", "agreed_at")
