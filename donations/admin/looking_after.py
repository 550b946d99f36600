"""Pledges that stopped: three lists, a letter that asks, and a file to take away."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from donations import winning_back
from ijm.csv_export import csv_download


class CareFilter(admin.SimpleListFilter):
    title = gettext_lazy("to look after")
    parameter_name = "care"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[Any]:
        return [
            ("lapsed", gettext_lazy("gifts stopped arriving")),
            ("no-card", gettext_lazy("no card was kept for the next gift")),
            ("win-back", gettext_lazy("ended, to win back")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        match self.value():
            case "lapsed":
                return winning_back.lapsed(queryset)
            case "no-card":
                return queryset.without_method()
            case "win-back":
                return winning_back.to_win_back(queryset, timezone.now())
        return queryset


class LooksAfter(admin.ModelAdmin):
    actions = ("ask_to_go_on", "take_away")

    def has_amend_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("donations.amend_pledge")

    @admin.action(
        description=gettext_lazy("Ask by letter to go on (once in half a year)"),
        permissions=["amend"],
    )
    def ask_to_go_on(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        written = winning_back.write_to(queryset, timezone.now())
        words = ngettext("%(n)d letter is on its way.", "%(n)d letters are.", written)
        messages.success(request, words % {"n": written})

    @admin.action(
        description=gettext_lazy("Take away as a file"), permissions=["amend"]
    )
    def take_away(
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> StreamingHttpResponse:
        """Names and addresses leave the house: who took them is on record."""
        self.log_change(request, queryset[0], str(_("Took a list of donors away.")))
        found = winning_back.rows(queryset)
        return csv_download("pledges", winning_back.COLUMNS, found)
