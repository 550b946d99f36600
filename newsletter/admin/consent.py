"""Words people agree to, and the interests they choose from."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm import generation
from ijm.admin.bases import AppendOnlyAdmin
from ijm.admin.public_words import SpeaksInPublic
from newsletter.models import ConsentText, Interest


@admin.register(ConsentText)
class ConsentTextAdmin(SpeaksInPublic, AppendOnlyAdmin):
    list_display = ("version", "place", "language", "active_from", "beginning")
    fields = ("place", "words", "language", "active_from")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "words": ConsentText.shown_at(timezone.now()).words,
            **super().get_changeform_initial_data(request),
        }

    @admin.display(description=_("words"))
    def beginning(self, text: ConsentText) -> str:
        return text.words[:80]

    def save_model(
        self, request: HttpRequest, obj: ConsentText, form: Any, change: bool
    ) -> None:
        added = ConsentText.add(
            obj.words,
            active_from=obj.active_from,
            language=obj.language,
            place=obj.place,
        )
        obj.pk, obj.version = added.pk, added.version
        generation.bump()


@admin.register(Interest)
class InterestAdmin(SpeaksInPublic, admin.ModelAdmin):
    list_display = ("name", "promise", "position")
    fields = ("name", "promise", "position")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Interest, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        generation.bump()
