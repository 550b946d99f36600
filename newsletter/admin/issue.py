"""Issues: drafts are composed here; what was sent can only be read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsletter.models import Issue, IssueStory


class IssueStoryInline(admin.TabularInline):
    model = IssueStory
    extra = 1
    raw_id_fields = ("story",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_open(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_open(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_open(obj) and super().has_delete_permission(request, obj)


@admin.register(Issue)
class IssueAdmin(admin.ModelAdmin):
    list_display = ("title", "kind", "state", "audience_count", "sent_at")
    list_filter = ("state", "kind")
    search_fields = ("title", "subject")
    prepopulated_fields = {"slug": ("title",)}
    filter_horizontal = ("interests",)
    inlines = (IssueStoryInline,)
    fieldsets = (
        (None, {"fields": ("kind", "title", "slug", "subject", "preheader")}),
        (_("Words"), {"fields": ("intro", "ask_text", "ask_url")}),
        (
            _("Audience"),
            {"fields": ("interests", "countries", "postcode_prefixes")},
        ),
    )

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.prepopulated_fields if _is_open(obj) else {}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_open(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_open(obj) and super().has_delete_permission(request, obj)


def _is_open(issue: Any) -> bool:
    """Inlines are also asked with their own rows; those follow their issue."""
    return not isinstance(issue, Issue) or issue.is_editable
