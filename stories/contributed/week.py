"""What the keeper's weekly letter says of stories."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ijm import weekly
from stories.models import Story, StoryEvent

PUBLISHED = (StoryEvent.Kind.PUBLISHED, StoryEvent.Kind.FORCED)


def contribute() -> None:
    for figure in (
        weekly.Figure(
            "stories-published", _("Stories published or renewed"), published
        ),
        weekly.Figure("stories-withdrawn", _("Stories withdrawn"), withdrawn),
        weekly.Figure("stories-public", _("Stories public now"), public),
    ):
        weekly.figures.add(figure)


def published(since: datetime, until: datetime) -> int:
    return _with_event(since, until, *PUBLISHED)


def withdrawn(since: datetime, until: datetime) -> int:
    return _with_event(since, until, StoryEvent.Kind.WITHDRAWN)


def public(_since: datetime, _until: datetime) -> int:
    return Story.objects.published().count()


def _with_event(since: datetime, until: datetime, *kinds: str) -> int:
    events = StoryEvent.objects.filter(kind__in=kinds, at__gte=since, at__lt=until)
    return events.values("story").distinct().count()
