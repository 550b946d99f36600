"""Who reads us: one page of figures in place of a list of sums."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm import plots
from ijm.admin.bases import ReadOnlyAdmin
from newsletter.models import Issue, Movement
from newsletter.progress import OUTCOMES
from newsletter.readership import SPANS, Readership, readership


@admin.register(Movement)
class MovementAdmin(ReadOnlyAdmin):
    list_display = ("day", "kind", "how", "path", "count")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET.get("over", "year")
        span = next((each for each in SPANS if each.name == asked), SPANS[2])
        found = readership(span, timezone.now())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Who reads us"),
            "spans": SPANS,
            "found": found,
            "issues": [_told(issue) for issue in found.issues],
            "outcomes": OUTCOMES,
            **_plots(found),
        }
        return TemplateResponse(request, "newsletter/admin/readership.html", context)


def _plots(found: Readership) -> dict[str, plots.Plot]:
    names = [period.name for period in found.periods]
    return {
        "grown": plots.line(names, [period.on_the_list for period in found.periods]),
        "moved": plots.up_and_down(
            names,
            [period.joined for period in found.periods],
            [period.left for period in found.periods],
        ),
    }


def _told(issue: Issue) -> dict[str, Any]:
    """The issue with its numbers in the order of the columns, and its bar."""
    counted = issue.outcomes
    parts = [
        (state, str(words), counted.get(state, 0)) for state, words in OUTCOMES.items()
    ]
    return {
        "issue": issue,
        "numbers": [number for _state, _words, number in parts],
        "returned": counted.get("returned", 0),
        "complained": counted.get("complained", 0),
        "bars": plots.stacked(parts),
    }
