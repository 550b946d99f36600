"""The chores: what the worker did last, and what is late."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ijm import health
from ijm.admin.bases import ReadOnlyAdmin
from ijm.contributions import chores
from ijm.models import ChoreRun, Installation


@admin.register(ChoreRun)
class ChoreRunAdmin(ReadOnlyAdmin):
    list_display = (
        "title",
        "lane",
        "finished_at",
        "figure",
        "how_it_stands",
        "failures",
        "due_at",
        "error",
    )
    list_filter = ("lane",)
    actions = ("run_soon",)
    ordering = ("lane", "name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ChoreRun]:
        known = [chore.name for chore in chores]
        return super().get_queryset(request).filter(name__in=known)

    @admin.display(description=_("chore"), ordering="name")
    def title(self, run: ChoreRun) -> str:
        return str(chores.named(run.name).title or run.name)

    @admin.display(description=_("how it stands"))
    def how_it_stands(self, run: ChoreRun) -> Any:
        now = timezone.now()
        installed = Installation.objects.values_list("created_at", flat=True).get()
        if health.is_late(chores.named(run.name), run, installed, now):
            return _("late")
        if run.lease_until and run.lease_until > now:
            return _("at work")
        return _("failed, will be tried again") if run.failures else _("in time")

    def has_run_soon_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("ijm.change_chorerun")

    @admin.action(description=_("Run as soon as possible"), permissions=["run_soon"])
    def run_soon(self, request: HttpRequest, runs: QuerySet[ChoreRun]) -> None:
        count = runs.update(due_at=timezone.now())
        words = ngettext(
            "%(count)d chore is next in its lane.",
            "%(count)d chores are next in their lanes.",
            count,
        )
        self.message_user(request, words % {"count": count}, messages.SUCCESS)
