"""Rows that staff read and code writes."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class OnlyRead:
    """For admins and inlines: nothing is added, changed or deleted by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyInline(OnlyRead, admin.TabularInline):
    extra = 0
    can_delete = False
    show_change_link = False
