"""Stories as an issue tells them: by their public edition, and its own words."""

from dataclasses import dataclass
from datetime import datetime

from newsletter.models import Issue, IssueStory
from stories.models import Edition


@dataclass(frozen=True)
class Told:
    edition: Edition
    place: IssueStory

    @property
    def headline(self) -> str:
        return self.place.headline or self.edition.title

    @property
    def summary(self) -> str:
        return self.place.summary or self.edition.card_summary or self.edition.dek


def told(issue: Issue, now: datetime) -> list[Told]:
    """The issue's stories that are public at this moment, in its order."""
    places = list(issue.places.all())
    public = Edition.objects.public(now).for_cards()
    editions = {
        edition.story_id: edition
        for edition in public.filter(story__in=[place.story_id for place in places])
    }
    return [
        Told(editions[place.story_id], place)
        for place in places
        if place.story_id in editions
    ]
