"""Events: written here, then published; cancelled rather than deleted."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm import generation
from ijm.admin.public_words import SpeaksInPublic
from ijm.public_words import NotForPublic
from newsletter.models import Gathering


@admin.register(Gathering)
class GatheringAdmin(SpeaksInPublic, admin.ModelAdmin):
    list_display = (
        "title",
        "starts_at",
        "venue",
        "country",
        "published_at",
        "cancelled_at",
    )
    list_filter = (("published_at", admin.EmptyFieldListFilter), "country")
    search_fields = ("title", "venue")
    prepopulated_fields = {"slug": ("title",)}
    actions = ("publish", "hide", "cancel")
    fieldsets = (
        (None, {"fields": ("title", "slug", "summary", "words")}),
        (_("When"), {"fields": ("starts_at", "ends_at", "time_zone")}),
        (_("Where"), {"fields": ("venue", "address", "access", "booking_url")}),
        (_("Whom we tell"), {"fields": ("country", "postcode_prefixes")}),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Gathering, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        generation.bump()

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, chosen: QuerySet[Gathering]) -> None:
        for gathering in chosen:
            try:
                gathering.publish(timezone.now())
            except NotForPublic as refused:
                messages.error(request, f"{gathering}: {refused}")

    @admin.action(description=_("Take off the site"), permissions=["change"])
    def hide(self, request: HttpRequest, chosen: QuerySet[Gathering]) -> None:
        for gathering in chosen:
            gathering.hide()

    @admin.action(description=_("Mark as cancelled"), permissions=["change"])
    def cancel(self, request: HttpRequest, chosen: QuerySet[Gathering]) -> None:
        for gathering in chosen:
            gathering.cancel(timezone.now())
