"""A base for rows that public pages show at once, without being published."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from ijm import generation
from ijm.admin.public_words import SpeaksInPublic


class ShownAdmin(SpeaksInPublic, admin.ModelAdmin):
    """Each change makes cached pages forget, in the same transaction."""

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        super().save_model(request, obj, form, change)
        generation.bump()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        generation.bump()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        generation.bump()
