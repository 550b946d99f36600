"""Stories at the desk: the list, the form, and the way to each verb."""

from typing import Any

from csp.decorators import csp_replace
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from ijm.admin.bases import LongListAdmin
from ijm.content_policy import EDITOR_POLICY
from ijm.contributions import admin_panels
from stories.admin import (
    blocks,
    comments,
    comparison,
    history,
    planning,
    previews,
    restoration,
    review,
)
from stories.admin.access import ChoosesStories
from stories.admin.appearance import AppearanceInline
from stories.admin.losing_nothing import LosesNothing
from stories.admin.names_in_story import names, warn_of_names
from stories.admin.state_filter import StateFilter
from stories.admin.story_form import StoryForm
from stories.admin.story_rows import HTTPS, RelatedLinkInline, RelatedStoryInline
from stories.admin.topic import STANDING
from stories.models import Story

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
                "release",
                "when_consent_ends",
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
    (_("Beside the text"), {"fields": ("hero", "byline", "case_strip", "updates")}),
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
                "embargo_until_event",
                "first_told_at",
                "readers",
                "language",
                "translation_of",
                "canonical_elsewhere",
            ),
        },
    ),
)


@admin.register(Story)
class StoryAdmin(LosesNothing, ChoosesStories, LongListAdmin):
    form = StoryForm
    fieldsets = FIELDSETS
    inlines = (AppearanceInline, RelatedLinkInline, RelatedStoryInline)
    list_display = ("title", "kind_in_a_word", "state", "changed_at")
    list_filter = (StateFilter, "kind", *STANDING)
    search_fields = ("title", "slug", "dek", "body")
    autocomplete_fields = ("topics", "places", "hero", "translation_of")
    prepopulated_fields = {"slug": ("title",)}  # noqa: RUF012
    view_on_site = False  # "View live" knows whether it is public, and where
    formfield_overrides = HTTPS

    class Media:
        css = {  # noqa: RUF012
            "all": (
                "css/admin/stories.css",
                "css/admin/comparing.css",
                "css/admin/story-form.css",
            )
        }

    def get_urls(self) -> list[Any]:
        def at(noun: str, view: Any) -> Any:
            wrapped = self.admin_site.admin_view(view)
            name = f"stories_story_{noun.rpartition('/')[2].replace('-', '_')}"
            return path(f"<int:pk>/{noun}/", wrapped, name=name)

        return [
            at("submission", review.submission),
            at("return", review.send_back),
            at("publication", review.publication),
            at("approval", review.approval),
            at("withdrawal", review.withdrawal),
            at("release", review.release),
            at("planned-publication", planning.planned_publication),
            at("planned-end", planning.planned_end),
            at("plans/<int:plan>/cancellation", planning.cancellation),
            at("comments", comments.comments),
            at("comments/<int:comment>/resolution", comments.resolution),
            at("revisions", history.revisions),
            at("comparison", comparison.comparison),
            at("restoration", restoration.restore),
            at("preview", history.preview),
            path(
                "blocks/<slug:kind>/",
                self.admin_site.admin_view(blocks.blocks),
                name="stories_story_blocks",
            ),
            at("previews", previews.previews),
            at("names", names),
            *super().get_urls(),
        ]

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.person = request.user  # a class of this request alone
        return form

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
        plans = planning.outlook(story, timezone.now()) if story else {}
        more = {**(extra_context or {}), "panels": panels, "plans": plans}
        return super().changeform_view(request, object_id, form_url, more)

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
        form.instance.revise(
            request.user,
            form.cleaned_data.get("note", ""),
            since=form.based_on if change else None,
        )
        form.instance.note_embargo(request.user, form.embargo_before, timezone.now())
        warn_of_names(request, form.instance)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        found: Any = super().get_queryset(request)
        found = found.visible_to(request.user).prefetch_related("planned_changes")
        return found.defer("body")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a story is withdrawn; its history stays

    @admin.display(description=_("kind"), ordering="kind")
    def kind_in_a_word(self, story: Story) -> str:
        """The form explains what a page is; a column need not."""
        return str(_("page") if story.is_page else story.get_kind_display())

    @admin.display(description=_("state"))
    def state(self, story: Story) -> str:
        return story.state
