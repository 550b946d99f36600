"""Topics and places. Their addresses stay: editions and other sites link to them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from stories.admin.shown import ShownAdmin
from stories.models import Place, Topic


class LastingAddressAdmin(ShownAdmin):
    search_fields = ("name",)
    list_display = ("name", "slug")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Any = None
    ) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Any = None
    ) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ("name",)}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Topic)
class TopicAdmin(LastingAddressAdmin):
    fieldsets = (
        (None, {"fields": ("name", "slug", "introduction", "aliases")}),
        (_("What its stories ask for"), {"fields": ("ask_text", "ask_fund")}),
    )


@admin.register(Place)
class PlaceAdmin(LastingAddressAdmin):
    fields = ("name", "slug", "introduction", "aliases")
