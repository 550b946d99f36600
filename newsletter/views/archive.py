"""Newsletters that were sent, as pages. Stories appear by their public edition only,

so what was withdrawn since is gone here too, without being told.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ijm.replica import from_replica
from newsletter.models import Issue
from newsletter.telling import told

SHOWN = 60


@require_safe
@from_replica
def issues(request: HttpRequest) -> HttpResponse:
    shown = Issue.objects.in_archive()[:SHOWN]
    return render(request, "newsletter/issues.html", {"issues": shown})


@require_safe
@from_replica
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Issue.objects.in_archive(), slug=slug)
    stories = told(found, timezone.now())
    context = {"issue": found, "told": stories}
    response = render(request, "newsletter/issue.html", context)
    ends = [each.edition.public_until for each in stories if each.edition.public_until]
    if ends:
        response.public_until = min(ends)  # type: ignore[attr-defined]
    return response
