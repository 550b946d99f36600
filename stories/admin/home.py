"""The home page: one form, no list."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.admin.bases import OneRowAdmin
from stories.admin.access import ChoosesStories
from stories.admin.shown import ShownAdmin
from stories.models import HomePage
from stories.models.showing import put_photos_right


@admin.register(HomePage)
class HomePageAdmin(ChoosesStories, OneRowAdmin, ShownAdmin):
    autocomplete_fields = (
        "lead",
        "featured_one",
        "featured_two",
        "featured_three",
        "appeal_photo",
    )
    fieldsets = (
        (None, {"fields": ("heading", "introduction")}),
        (
            _("Stories"),
            {
                "fields": ("lead", "featured_one", "featured_two", "featured_three"),
                "description": _(
                    "A story that is not public is passed over until it is; the "
                    "newest takes its place."
                ),
            },
        ),
        (
            _("An appeal"),
            {
                "fields": (
                    "appeal_heading",
                    "appeal_text",
                    ("appeal_label", "appeal_url"),
                    "appeal_photo",
                    "appeal_ends_on",
                )
            },
        ),
    )

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        super().save_model(request, obj, form, change)
        put_photos_right(timezone.now())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not HomePage.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
