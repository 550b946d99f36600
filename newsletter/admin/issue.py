"""Issues at the desk: composed here, looked at, and followed on their way."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ijm import idling
from ijm.admin.public_words import SpeaksInPublic
from newsletter.admin import issue_look, issue_verbs
from newsletter.admin.issue_forms import IssueForm
from newsletter.admin.issue_story import IssueStoryInline, is_open, put_in_order
from newsletter.audience import audience, in_words, subscribers
from newsletter.models import Issue, SendingRules
from newsletter.preflight import remarks
from newsletter.progress import outcomes_in_words, progress

VERBS: dict[str, Any] = {
    "scheduling": issue_verbs.schedule,
    "unscheduling": issue_verbs.unschedule,
    "agreement": issue_verbs.agree,
    "pause": issue_verbs.pause,
    "resumption": issue_verbs.resume,
    "cancellation": issue_verbs.cancel,
    "resending": issue_verbs.send_again,
    "test": issue_verbs.test,
    "look": issue_look.look,
}


@admin.register(Issue)
class IssueAdmin(SpeaksInPublic, admin.ModelAdmin):
    form = IssueForm
    change_form_template = "newsletter/admin/issue.html"
    list_display = ("title", "kind", "standing", "when", "outcomes")
    list_filter = ("state", "kind")
    search_fields = ("title", "subject")
    actions_on_top, actions_on_bottom = False, True
    prepopulated_fields = {"slug": ("title",)}
    inlines = (IssueStoryInline,)
    radio_fields = {"kind": admin.HORIZONTAL}
    fieldsets = (
        (None, {"fields": ("kind", "title", "slug", "subject", "preheader", "intro")}),
        (_("At the end"), {"fields": ("ask_text", "ask_url", "with_gatherings")}),
        (
            _("Audience"),
            {
                "fields": (
                    "interests",
                    "countries",
                    "postcode_prefixes",
                    "only_those",
                    "not_those",
                ),
                "description": _(
                    "Partner updates usually go only to Freedom Partners; an issue "
                    "that asks for gifts usually leaves them out."
                ),
            },
        ),
    )

    class Media:
        css = {"all": ("css/admin/issues.css",)}  # noqa: RUF012
        js = (
            Script("js/desk/order-rows.js", type="module"),
            Script("js/desk/count-readers.js", type="module"),
        )

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path(
                "audience/",
                view(require_safe(self.readers)),
                name="newsletter_issue_audience",
            ),
            *(
                path(f"<int:pk>/{noun}/", view(act), name=f"newsletter_issue_{noun}")
                for noun, act in VERBS.items()
            ),
            path(
                "<int:pk>/mail/<slug:kind>/",
                view(issue_look.mail),
                name="newsletter_issue_mail",
            ),
            path(
                "<int:pk>/progress/",
                view(self.progress),
                name="newsletter_issue_progress",
            ),
            *super().get_urls(),
        ]

    @method_decorator(issue_verbs.shows_mails)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        issue = self.get_object(request, object_id) if object_id else None
        more = {"title": issue.get_kind_display() if issue else _("New issue")}
        if issue:
            more |= self._around(issue)
        return super().changeform_view(
            request, object_id, form_url, {**(extra_context or {}), **more}
        )

    def progress(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The part of the page that moves, for a script to fetch again."""
        idling.by_itself(request)
        issue = issue_verbs.issue_for(request, pk, "view_issue")
        return TemplateResponse(
            request, "newsletter/admin/_progress.html", self._around(issue)
        )

    def readers(self, request: HttpRequest) -> HttpResponse:
        """How many an audience has as it stands in the form, for a script to ask."""
        if not request.user.has_perm("newsletter.change_issue"):
            raise PermissionDenied
        wanted = IssueForm(request.GET).wanted()
        count = None if wanted is None else subscribers(wanted).count()
        return TemplateResponse(
            request, "newsletter/admin/_readers.html", {"readers": count}
        )

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        put_in_order(form.instance)

    def _around(self, issue: Issue) -> dict[str, Any]:
        now = timezone.now()
        readers = audience(issue).count() if issue.is_editable else None
        return {
            "issue": issue,
            "readers": readers,
            "remarks": remarks(issue, now, readers) if issue.is_editable else None,
            "needs_agreement": SendingRules.current().two_people,
            "audience": in_words(issue),
            "progress": progress(issue, now) if issue.begun_at else None,
            "events": issue.events.select_related("by")[:20],
            "now": now,
        }

    @admin.display(description=_("state"), ordering="state")
    def standing(self, issue: Issue) -> SafeString:
        words = issue.get_state_display()
        return format_html(
            '<span class="issue-badge issue-badge--{}">{}</span>', issue.state, words
        )

    @admin.display(description=_("when"), ordering="send_at")
    def when(self, issue: Issue) -> Any:
        return issue.begun_at or issue.send_at

    @admin.display(description=_("what became of it"))
    def outcomes(self, issue: Issue) -> str:
        return outcomes_in_words(issue)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.prepopulated_fields if is_open(obj) else {}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_open(obj) and super().has_delete_permission(request, obj)
