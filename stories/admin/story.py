"""Stories at the desk: the list, the form, and the way to each verb."""

from typing import Any

from csp.decorators import csp_replace
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from ijm.admin.bases import LongListAdmin
from ijm.content_policy import EDITOR_POLICY
from ijm.contributions import admin_panels
from stories.admin import history, review
from stories.admin.story_form import StoryForm
from stories.models import RelatedLink, RelatedStory, Story

# An address typed without a scheme is one of today's web.
HTTPS: Any = {models.URLField: {"assume_scheme": "https"}}


class RelatedLinkInline(admin.TabularInline):
    model = RelatedLink
    formfield_overrides = HTTPS
    extra = 0
    fields = ("title", "url", "source", "position")


class RelatedStoryInline(admin.TabularInline):
    model = RelatedStory
    fk_name = "story"
    autocomplete_fields = ("other",)
    extra = 0
    fields = ("other", "position")
    verbose_name_plural = _("You might also be interested in…, chosen by hand")


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("draft", _("draft")),
            ("review", _("in review")),
            ("published", _("published")),
            ("changed", _("published, changed since")),
            ("forced", _("published by one person alone")),
            ("withdrawn", _("withdrawn")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        narrow = {
            "draft": queryset.drafts,
            "review": queryset.in_review,
            "published": queryset.published,
            "changed": queryset.changed_since_published,
            "forced": queryset.forced,
            "withdrawn": queryset.withdrawn,
        }.get(self.value() or "")
        return narrow() if narrow else queryset


FIELDSETS: Any = (
    (
        None,
        {
            "fields": (
                "title",
                "slug",
                "kicker",
                "dek",
                "body",
                "note",
                "opened_version",
            )
        },
    ),
    (
        _("People in it"),
        {
            "fields": (
                "recognisable",
                "content_note",
                "how_told",
                "reader_at_risk",
            ),
            "description": _(
                "Answer with care: what is told here can reach those who hurt them."
            ),
        },
    ),
    (_("In lists, feeds and mail"), {"fields": ("card_summary", "topics", "places")}),
    (_("Beside the text"), {"fields": ("hero", "byline", "case_strip")}),
    (
        _("What it asks for"),
        {"fields": ("ask", "ask_heading", "ask_text", "ask_fund", "ask_amounts")},
    ),
    (
        _("When, where, in which language"),
        {
            "classes": ("collapse",),
            "fields": (
                "kind",
                "embargo_until",
                "ends_at",
                "language",
                "translation_of",
                "canonical_elsewhere",
            ),
        },
    ),
)


@admin.register(Story)
class StoryAdmin(LongListAdmin):
    form = StoryForm
    fieldsets = FIELDSETS
    inlines = (RelatedLinkInline, RelatedStoryInline)
    list_display = ("title", "kind", "state", "changed_at")
    list_filter = (StateFilter, "kind", "topics", "places")
    search_fields = ("title", "slug", "dek", "body")
    autocomplete_fields = ("topics", "places", "hero", "translation_of")
    prepopulated_fields = {"slug": ("title",)}  # noqa: RUF012
    save_on_top = True
    view_on_site = False  # "View live" knows whether it is public, and where
    formfield_overrides = HTTPS

    class Media:
        css = {"all": ("css/admin/stories.css",)}  # noqa: RUF012

    def get_urls(self) -> list[Any]:
        def at(noun: str, view: Any) -> Any:
            wrapped = self.admin_site.admin_view(view)
            return path(f"<int:pk>/{noun}/", wrapped, name=f"stories_story_{noun}")

        return [
            at("submission", review.submission),
            at("return", review.send_back),
            at("publication", review.publication),
            at("approval", review.approval),
            at("withdrawal", review.withdrawal),
            at("revisions", history.revisions),
            at("preview", history.preview),
            *super().get_urls(),
        ]

    @method_decorator(csp_replace(EDITOR_POLICY))
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        story = self.get_object(request, object_id) if object_id else None
        panels = [
            (panel.title, rows)
            for panel in admin_panels
            if story and (rows := list(panel.rows(story)))
        ]
        return super().changeform_view(
            request, object_id, form_url, {**(extra_context or {}), "panels": panels}
        )

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        """A new row needs its number before its lists; else `revise` saves all."""
        if not change:
            super().save_model(request, obj, form, change)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: Any
    ) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.revise(request.user, form.cleaned_data.get("note", ""))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        return super().get_queryset(request).defer("body")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a story is withdrawn; its history stays

    @admin.display(description=_("state"))
    def state(self, story: Story) -> str:
        return story.state
