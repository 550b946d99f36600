"""The stories in the welcome letter: asked for while it is sent, so what was withdrawn

a second ago is not in it.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.conf import settings

from newsletter.models import Welcome
from stories.models import Edition
from stories.safeguarding import safeguarding_problems

MOST = 3
LOOKED_THROUGH = 12


def stories_to_welcome_with(now: datetime) -> list[tuple[str, str]]:
    """Headline and address of each: those that staff chose, or else the newest."""
    return _told(_chosen(now)) or _told(_newest(now))


def _told(editions: Iterable[Edition]) -> list[tuple[str, str]]:
    return [
        (_headline(each), settings.SITE_URL + each.get_absolute_url())
        for each in islice(filter(_may_be_mailed, editions), MOST)
    ]


def _headline(edition: Edition) -> str:
    note = edition.content_note
    return f"{edition.title} ({note})" if note else edition.title


def _may_be_mailed(edition: Edition) -> bool:
    return not safeguarding_problems(edition.revision, "newsletter")


def _chosen(now: datetime) -> Iterator[Edition]:
    chosen = Welcome.chosen()
    public = Edition.objects.public(now).filter(story__in=chosen)
    found = {each.story_id: each for each in public.select_related("revision")}
    return (found[story] for story in chosen if story in found)


def _newest(now: datetime) -> Iterable[Edition]:
    public = Edition.objects.public(now).filter(kind="story")
    return public.select_related("revision").order_by("-published_at", "-pk")[
        :LOOKED_THROUGH
    ]
