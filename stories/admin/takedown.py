"""Take-downs at the desk: a list, and one page that leads through each."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.admin.bases import AppendOnlyAdmin
from stories.admin import takedown_verbs as verbs
from stories.admin.takedown_forms import AddForm
from stories.models import TakeDown
from stories.takedown.elsewhere import NAMED, retellings, steps_of
from stories.takedown.withdrawing import still_public


class OpenFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("not finished"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.open() if self.value() == "open" else queryset


@admin.register(TakeDown)
class TakeDownAdmin(AppendOnlyAdmin):
    list_display = ("__str__", "begun_at", "begun_by", "waits_for", "ended_at")
    list_filter = (OpenFilter,)
    list_select_related = ("subject", "begun_by")
    search_fields = ("subject__reference",)

    class Media:
        css = {"all": ("css/admin/stories.css",)}  # noqa: RUF012

    def get_urls(self) -> list[Any]:
        def at(noun: str, view: Any) -> Any:
            wrapped = self.admin_site.admin_view(view)
            return path(f"<int:pk>/{noun}/", wrapped, name=f"stories_takedown_{noun}")

        return [
            at("listing", verbs.listing),
            at("withdrawal", verbs.withdrawal),
            at("tick", verbs.tick),
            at("redaction", verbs.redaction),
            at("end", verbs.end),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return verbs.begin(request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        case = self.get_object(request, object_id)
        if case is None:
            return redirect("admin:stories_takedown_changelist")
        context = {**self.admin_site.each_context(request), **_case(request, case)}
        return TemplateResponse(request, "admin/stories/takedown/case.html", context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[TakeDown]:
        found = super().get_queryset(request)
        return found.select_related("subject", "begun_by", "redaction_asked_by")

    @admin.display(description=_("waits for"))
    def waits_for(self, case: TakeDown) -> Any:
        return case.waits_for


def _case(request: HttpRequest, case: TakeDown) -> dict[str, Any]:
    items = list(case.items.select_related("content_type", "decided_by"))
    stories = [
        item.object_id
        for item in items
        if item.is_theirs and item.content_type.model == "story"
    ]
    return {
        "title": str(_("Take-down of %s")) % case.subject,
        "opts": TakeDown._meta,
        "case": case,
        "items": items,
        "public": still_public(case, timezone.now()),
        "told_in": [row for each in retellings for row in each.of(stories)],
        "steps": [(step, NAMED[step.name]) for step in steps_of(case)],
        "add_form": AddForm(person=request.user),
        "may_act": request.user.has_perm("stories.change_takedown"),
        "asked_myself": case.redaction_asked_by_id == request.user.pk,
    }
