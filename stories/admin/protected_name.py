"""Protected names at the desk: whose and how many, never which."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from ijm.admin.bases import AppendOnlyAdmin, ReadOnlyAdmin
from stories.admin.pasted_text import accepting
from stories.admin.typing_names import typing
from stories.models import NameAcceptance, ProtectedName


class KeptFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("stale", _("to be typed again")), ("ended", _("given up"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "stale":
            return queryset.out_of_date()
        if self.value() == "ended":
            return queryset.exclude(ended_at=None)
        return queryset.kept()


@admin.register(ProtectedName)
class ProtectedNameAdmin(AppendOnlyAdmin):
    list_display = ("subject", "kind", "strength", "ordinary", "added_at", "added_by")
    list_filter = (KeptFilter, "kind", "strength")
    list_select_related = ("subject", "added_by")
    search_fields = ("subject__reference",)
    fields = (
        ("subject", "kind"),
        ("strength", "ordinary"),
        ("added_at", "added_by"),
        ("ended_at", "ended_by"),
    )
    change_form_template = "admin/stories/names/name.html"

    def get_urls(self) -> list[Any]:
        return [
            path(
                "<int:pk>/end/",
                self.admin_site.admin_view(self.end),
                name="stories_protectedname_end",
            ),
            *super().get_urls(),
        ]

    @method_decorator(sensitive_post_parameters())
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return typing(request)

    def end(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET asks, POST gives the name up."""
        if not request.user.has_perm("stories.change_protectedname"):
            raise PermissionDenied
        name = get_object_or_404(ProtectedName.objects.kept(), pk=pk)
        if request.method == "POST":
            name.give_up(request.user, timezone.now())  # type: ignore[arg-type]
            messages.success(request, _("Texts may have this name from now on."))
            return redirect("admin:stories_protectedname_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Give up a protected name"),
            "opts": self.opts,
            "name": name,
        }
        return TemplateResponse(request, "admin/stories/names/end.html", context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProtectedName]:
        return super().get_queryset(request).select_related("subject")


@admin.register(NameAcceptance)
class NameAcceptanceAdmin(ReadOnlyAdmin):
    list_display = ("at", "subject", "where", "by", "why")
    list_select_related = ("subject", "by")
    search_fields = ("subject__reference", "where", "by__full_name")
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return accepting(request)
