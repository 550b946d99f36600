"""Newsletters that were sent, as pages. Stories appear by their public edition only,

so what was withdrawn since is gone here too, without being told.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from newsletter.models import Issue, IssueStory
from stories.models import Edition

SHOWN = 60


@dataclass(frozen=True)
class Told:
    """A story as an issue tells it: its public edition, and the issue's own words."""

    edition: Edition
    place: IssueStory

    @property
    def headline(self) -> str:
        return self.place.headline or self.edition.title

    @property
    def summary(self) -> str:
        return self.place.summary or self.edition.card_summary or self.edition.dek


@require_safe
def issues(request: HttpRequest) -> HttpResponse:
    sent = Issue.objects.sent().order_by("-sent_at")[:SHOWN]
    return render(request, "newsletter/issues.html", {"issues": sent})


@require_safe
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Issue.objects.sent(), slug=slug)
    told = told_now(found)
    response = render(request, "newsletter/issue.html", {"issue": found, "told": told})
    ends = [each.edition.public_until for each in told if each.edition.public_until]
    if ends:
        response.public_until = min(ends)  # type: ignore[attr-defined]
    return response


def told_now(issue: Issue) -> list[Told]:
    """The issue's stories that are public at this moment, in its order."""
    places = list(issue.places.all())
    public = Edition.objects.public(timezone.now()).for_cards()
    editions = {
        edition.story_id: edition
        for edition in public.filter(story__in=[place.story_id for place in places])
    }
    return [
        Told(editions[place.story_id], place)
        for place in places
        if place.story_id in editions
    ]
