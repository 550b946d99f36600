"""People who asked and whose address is not proved yet. They go after seven days."""

from django.contrib import admin

from newsletter.admin.reading import OnlyRead
from newsletter.models import Enquiry, LapsedTally


@admin.register(Enquiry)
class EnquiryAdmin(OnlyRead, admin.ModelAdmin):
    list_display = ("asked_at", "address", "kind", "answered_at", "confirmed_at")
    list_filter = ("kind",)
    ordering = ("-pk",)
    show_full_result_count = False
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
class LapsedTallyAdmin(OnlyRead, admin.ModelAdmin):
    list_display = ("day", "count")
