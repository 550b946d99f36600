"""The list of stories narrowed to one state; the desk's lines lead here as well."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# The words of the filter, and what it asks of the queryset for a person.
STATES: dict[str, tuple[Any, Callable[[Any, Any], Any]]] = {
    "draft": (_("draft"), lambda rows, me: rows.settled().drafts()),
    "returned": (_("sent back to me"), lambda rows, me: rows.returned_to(me)),
    "review": (_("in review"), lambda rows, me: rows.in_review()),
    "reviewable": (
        _("in review, by others"),
        lambda rows, me: rows.in_review().reviewable_by(me),
    ),
    "planned": (_("planned"), lambda rows, me: rows.planned()),
    "today": (
        _("planned for the next 24 hours"),
        lambda rows, me: rows.due_soon(timezone.now()),
    ),
    "failed": (_("planned, but failed"), lambda rows, me: rows.failed()),
    "published": (_("published"), lambda rows, me: rows.published()),
    "changed": (
        _("published, changed since"),
        lambda rows, me: rows.changed_since_published(),
    ),
    "forced": (_("published by one person alone"), lambda rows, me: rows.forced()),
    "alone": (
        _("published alone, by others"),
        lambda rows, me: rows.forced(but_by=me),
    ),
    "commented": (
        _("mine, with comments of others"),
        lambda rows, me: rows.written_by(me).with_open_comments(but_of=me),
    ),
    "ended": (
        _("ended as planned, last 7 days"),
        lambda rows, me: rows.ended_lately(timezone.now()),
    ),
    "withdrawn": (_("withdrawn"), lambda rows, me: rows.withdrawn()),
}


OF_THE_DESK = {"reviewable", "today", "alone", "ended"}


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Without what only the desk's lines ask for, unless it was asked for."""
        chosen = request.GET.get(self.parameter_name)
        return [
            (name, words)
            for name, (words, _narrow) in STATES.items()
            if name not in OF_THE_DESK or name == chosen
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if (chosen := self.value()) not in STATES:
            return queryset.settled()
        _words, narrow = STATES[chosen]
        return narrow(queryset, request.user)
