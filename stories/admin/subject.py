"""Subjects at the desk: a reference, a changed name, and a door that keeps a list."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.admin.bases import LongListAdmin, ReadOnlyAdmin, ReadOnlyInline
from ijm.admin.public_words import SpeaksInPublic
from ijm.dates import today
from stories import consenting
from stories.admin import sealed
from stories.models import Consent, SealedLook, Subject
from stories.models.sealing import may_open
from stories.shown_where import where_shown


class ConsentInline(ReadOnlyInline):
    model = Consent
    fields = ("given_on", "lapses_on", "state", "shown_in")
    readonly_fields = ("lapses_on", "state", "shown_in")
    show_change_link = True

    @admin.display(description=_("state"))
    def state(self, consent: Consent) -> str:
        return consent.state(today())

    @admin.display(description=_("shown in"))
    def shown_in(self, consent: Consent) -> str:
        return consent.channels_in_words


class LookInline(ReadOnlyInline):
    model = SealedLook
    fields = ("at", "by", "kind", "why")
    verbose_name_plural = _("Who opened the sealed details")


@admin.register(Subject)
class SubjectAdmin(SpeaksInPublic, LongListAdmin):
    list_display = ("reference", "pseudonym", "case_closed_on")
    list_filter = (("case_closed_on", admin.EmptyFieldListFilter),)
    search_fields = ("reference", "pseudonym")
    fields = ("reference", "pseudonym", "case_closed_on")
    inlines = (ConsentInline, LookInline)
    change_form_template = "admin/stories/subject/change_form.html"

    class Media:
        css = {"all": ("css/admin/stories.css",)}  # noqa: RUF012

    def get_urls(self) -> list[Any]:
        return [
            path(
                "<int:pk>/sealed/",
                self.admin_site.admin_view(sealed.details),
                name="stories_subject_sealed",
            ),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        subject = context.get("original")
        context["may_open"] = may_open(request.user)
        if subject and request.user.has_perm("stories.view_consent"):
            context["where"] = where_shown(subject, timezone.now())
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        """A case that is opened again takes back what was allowed."""
        consenting.alone()
        super().save_model(request, obj, form, change)
        if "case_closed_on" in form.changed_data:
            by: Any = request.user
            consenting.settle(obj, by, timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # what was promised to a person outlives the work with them


@admin.register(SealedLook)
class SealedLookAdmin(ReadOnlyAdmin):
    list_display = ("at", "by", "kind", "subject", "why")
    list_filter = ("kind",)
    search_fields = ("subject__reference", "by__full_name")
    list_select_related = ("by", "subject")
    date_hierarchy = "at"
