"""People who asked and whose address is not proved yet. They go after seven days."""

from django.contrib import admin

from ijm.admin.bases import ReadOnlyAdmin
from newsletter.models import Enquiry, LapsedTally


@admin.register(Enquiry)
class EnquiryAdmin(ReadOnlyAdmin):
    list_display = ("asked_at", "address", "kind", "answered_at", "confirmed_at")
    list_filter = ("kind",)
    ordering = ("-pk",)
    fields = (
        "address",
        "kind",
        "interests",
        "country",
        "postcode",
        "consent_text",
        "form",
        "source_path",
        "asked_at",
        "answered_at",
        "confirmed_at",
    )


@admin.register(LapsedTally)
class LapsedTallyAdmin(ReadOnlyAdmin):
    list_display = ("day", "count")
