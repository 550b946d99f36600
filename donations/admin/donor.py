"""Donors, with what they promised and gave."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from donations.models import Donor, Payment, Pledge
from ijm.admin.bases import LongListAdmin, ReadOnlyInline


class PledgeInline(ReadOnlyInline):
    model = Pledge
    fields = ("reference", "amount", "interval_months", "anchor_day", "state")
    readonly_fields = ("amount", "state")
    show_change_link = True


class PaymentInline(ReadOnlyInline):
    model = Payment
    fields = ("amount", "state", "received_on", "method", "fund", "reference")
    readonly_fields = ("amount",)
    show_change_link = True


@admin.register(Donor)
class DonorAdmin(LongListAdmin):
    list_display = ("display_name", "email", "is_proved", "kind", "created_at")
    list_filter = ("kind",)
    search_fields = ("email",)
    search_help_text = _("How the address begins, or a reference of a gift or pledge.")
    inlines = (PledgeInline, PaymentInline)
    fields = (
        "kind",
        "display_name",
        "email",
        "postal_address",
        "proved",
        "merged_into",
    )

    def get_readonly_fields(
        self, request: HttpRequest, obj: Any = None
    ) -> tuple[str, ...]:
        """An address is changed only by whoever reads its mail: else it is a way in."""
        always = ("proved", "merged_into")
        return ("email", *always) if obj else always

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By beginnings and whole references, which indexes answer at any size."""
        term = search_term.strip().lower()
        if not term:
            return queryset, False
        by_address = queryset.alias(_address=Lower("email")).filter(
            _address__startswith=term
        )
        named = (term.upper(),)
        by_reference = queryset.filter(pledges__reference__in=named) | queryset.filter(
            payments__reference__in=named
        )
        return by_reference if by_reference.exists() else by_address, False

    @admin.display(description=_("address proved"), boolean=True)
    def is_proved(self, donor: Donor) -> bool:
        return donor.is_proved

    @admin.display(description=_("address proved"))
    def proved(self, donor: Donor) -> Any:
        return donor.email_verified_at or _("not yet")
