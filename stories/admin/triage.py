"""The triage desk: what came from an older site, until each of it is decided on."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ijm.admin.bases import ReadOnlyAdmin, ReadOnlyInline
from ijm.models import StaffMember
from stories import freezing
from stories.admin.low_risk import AT_ONCE, call_low_risk
from stories.models import Arrival, Leftover
from stories.models.publishing import NotPublishable
from stories.moving.found import SENTENCES

WAITING, MINE = "waiting", "mine"


class HandingForm(ActionForm):
    """Whom to hand it to stands beside the choice of what to do."""

    writer = forms.ModelChoiceField(
        label=_("Writer:"),
        required=False,
        queryset=StaffMember.objects.filter(is_active=True, is_staff=True),
        empty_label=_("hand to whom?"),
    )


class DecisionFilter(admin.SimpleListFilter):
    """Those that wait come first; they are why one comes here."""

    title = _("decision")
    parameter_name = "decision"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("all", _("all")), (MINE, _("handed to me")), *Arrival.Decision.choices]

    def choices(self, changelist: Any) -> Any:
        first, *rest = super().choices(changelist)
        yield {**first, "display": _("to decide on")}
        yield from rest

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        chosen = self.value()
        if chosen == MINE:
            return queryset.handed_to(request.user)
        if chosen in Arrival.Decision.values:
            return queryset.filter(decision=chosen)
        return queryset if chosen == "all" else queryset.waiting()


class LeftoverInline(ReadOnlyInline):
    model = Leftover
    fields = ("sentence", "words")
    readonly_fields = ("sentence", "words")
    verbose_name_plural = _("Not understood")

    @admin.display(description=_("what"))
    def sentence(self, leftover: Leftover) -> str:
        return str(SENTENCES.get(leftover.code, leftover.code))


@admin.register(Arrival)
class ArrivalAdmin(ReadOnlyAdmin):
    list_display = ("title", "told_on", "leftovers_count", "in_the_way", "state")
    list_display_links = None
    list_filter = (DecisionFilter, "source", "kind", "status")
    search_fields = ("story__title", "story__body", "number")
    list_per_page = 25
    list_select_related = ("story", "handed_to")
    inlines = (LeftoverInline,)
    exclude = ("handed_to",)
    action_form = HandingForm
    actions = ("keep", "hand_on", "low_risk", "publish", "throw_away", "put_back")

    class Media:
        css = {"all": ("css/admin/triage.css",)}  # noqa: RUF012

    def get_queryset(self, request: HttpRequest) -> QuerySet[Arrival]:
        found: Any = super().get_queryset(request)
        return found.visible_to(request.user).annotate(left=Count("leftovers"))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(call_low_risk)
        name = "stories_arrival_low_risk"
        return [path("low-risk/", view, name=name), *super().get_urls()]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("stories.publish_story")

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("stories.decide_arrival")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        more = {"title": _("What came from the old site"), **(extra_context or {})}
        return super().changelist_view(request, more)

    @admin.display(description=_("story"), ordering="story__title")
    def title(self, arrival: Arrival) -> SafeString:
        story = arrival.story
        return format_html(
            '<a href="{}">{}</a> <a class="triage__look" href="{}">{}</a>',
            reverse("admin:stories_story_change", args=[story.pk]),
            story,
            reverse("admin:stories_story_preview", args=[story.pk]),
            _("Read it"),
        )

    @admin.display(description=_("told on"), ordering="story__first_told_at")
    def told_on(self, arrival: Arrival) -> Any:
        told = arrival.story.first_told_at
        return timezone.localtime(told).date() if told else None

    @admin.display(description=_("not understood"), ordering="left")
    def leftovers_count(self, arrival: Any) -> SafeString | str:
        if not arrival.left:
            return ""
        url = reverse("admin:stories_arrival_change", args=[arrival.pk])
        words = ngettext("%d thing", "%d things", arrival.left) % arrival.left
        return format_html('<a href="{}">{}</a>', url, words)

    @admin.display(description=_("what keeps it from being public"))
    def in_the_way(self, arrival: Arrival) -> SafeString:
        story = arrival.story
        if story.is_published:
            return format_html("{}", _("nothing, it is public"))
        problems = freezing.problems(story, story.latest_revision, timezone.now())
        rows = ((problem.message,) for problem in problems)
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", rows))

    @admin.display(description=_("decision"), ordering="decision")
    def state(self, arrival: Arrival) -> str:
        if arrival.handed_to:
            return str(_("handed to %s") % arrival.handed_to)
        return arrival.get_decision_display() or str(_("to decide on"))

    @admin.action(description=_("Keep as a draft"), permissions=("decide",))
    def keep(self, request: HttpRequest, arrivals: QuerySet[Arrival]) -> None:
        for arrival in arrivals:
            arrival.keep(request.user, timezone.now())  # type: ignore[arg-type]
        self._say(request, len(arrivals))

    @admin.action(description=_("Hand to a writer"), permissions=("decide",))
    def hand_on(self, request: HttpRequest, arrivals: QuerySet[Arrival]) -> None:
        form: Any = self.action_form(request.POST)
        form.fields["action"].choices = [("hand_on", "")]
        writer = form.cleaned_data["writer"] if form.is_valid() else None
        if writer is None:
            message = _("Choose the writer beside the action. Nothing was changed.")
            return messages.error(request, message)
        for arrival in arrivals:
            arrival.hand_to(writer, request.user, timezone.now())  # type: ignore[arg-type]
        return self._say(request, len(arrivals))

    @admin.action(description=_("Call them low-risk…"), permissions=("decide",))
    def low_risk(self, request: HttpRequest, arrivals: QuerySet[Arrival]) -> Any:
        ids = [str(arrival.pk) for arrival in arrivals[:AT_ONCE]]
        return redirect(reverse("admin:stories_arrival_low_risk", query={"ids": ids}))

    @admin.action(description=_("Publish those that may be"), permissions=("publish",))
    def publish(self, request: HttpRequest, arrivals: QuerySet[Arrival]) -> None:
        """Each as by its own button: a problem of one keeps none of the others."""
        done = 0
        for arrival in arrivals:
            try:
                arrival.story.publish(request.user)  # type: ignore[arg-type]
                done += 1
            except NotPublishable as found:
                messages.warning(request, f"{arrival.story}: {found}")
        words = ngettext("%d story is public.", "%d stories are public.", done)
        messages.success(request, words % done)

    @admin.action(description=_("Throw away"), permissions=("decide",))
    def throw_away(self, request: HttpRequest, arrivals: QuerySet[Arrival]) -> None:
        public = [each for each in arrivals if each.story.is_published]
        for arrival in arrivals:
            if arrival not in public:
                arrival.throw_away(request.user, timezone.now())  # type: ignore[arg-type]
        if public:
            messages.error(
                request, _("What is public cannot be thrown away: withdraw it first.")
            )
        self._say(request, len(arrivals) - len(public))

    @admin.action(description=_("Put back to decide on"), permissions=("decide",))
    def put_back(self, request: HttpRequest, arrivals: QuerySet[Arrival]) -> None:
        for arrival in arrivals:
            arrival.put_back(request.user, timezone.now())  # type: ignore[arg-type]
        self._say(request, len(arrivals))

    def _say(self, request: HttpRequest, count: int) -> None:
        words = ngettext("%d story decided on.", "%d stories decided on.", count)
        messages.success(request, words % count)
