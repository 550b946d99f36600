"""Short addresses that staff make, and former ones that stories left behind."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from stories.admin.shown import ShownAdmin
from stories.models import FormerAddress


@admin.register(FormerAddress)
class FormerAddressAdmin(ShownAdmin):
    list_display = ("slug", "story", "target", "burned_at")
    search_fields = ("slug", "target", "story__title")
    autocomplete_fields = ("story",)
    fields = ("slug", "target", "story")

    def get_queryset(self, request: HttpRequest) -> QuerySet[FormerAddress]:
        return super().get_queryset(request).select_related("story")

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        obj.made_by = obj.made_by or request.user
        super().save_model(request, obj, form, change)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A burned address stays as it is."""
        return super().has_change_permission(request, obj) and not (
            obj and obj.burned_at
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only those that staff made; a story's own keep old links alive."""
        return super().has_delete_permission(request, obj) and bool(
            obj is None or obj.target
        )
