"""The same story in other languages, where those are public as well."""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from ijm.kept import kept
from stories.models import Edition


@dataclass(frozen=True)
class Version:
    language: str
    url: str


def in_other_languages(story: int) -> list[Version]:
    """All of its public versions, itself among them; none where it is the only one."""
    return kept("translations", _by_story).get(story, [])


def _by_story() -> dict[int, list[Version]]:
    """In two queries; most sites have few stories in two languages, or none."""
    public = Edition.objects.public(timezone.now()).for_cards()
    groups: dict[int, list[Edition]] = defaultdict(list)
    for edition in public.filter(story__translation_of__isnull=False).annotate(
        original=F("story__translation_of")
    ):
        groups[edition.original].append(edition)
    for edition in public.filter(story__in=list(groups)) if groups else ():
        groups[edition.story_id].append(edition)
    return {
        each.story_id: [_version(one) for one in group]
        for group in groups.values()
        if len(group) > 1
        for each in group
    }


def _version(edition: Edition) -> Version:
    return Version(edition.language, settings.SITE_URL + edition.get_absolute_url())
