"""Which photos go out with an issue: chosen for it, or heading what it tells."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ijm.contributions import PhotoUsage, Use, UseState, photo_usages
from newsletter.models import IssueStory
from stories.models import Edition


def contribute() -> None:
    photo_usages.add(PhotoUsage("newsletter", _uses, _ids))


def _uses(ids: Sequence[int], person: Any, now: datetime) -> Iterator[Use]:
    told = _told(now).filter(photo__in=ids)
    may_read = person.has_perm("newsletter.view_issue")
    for photo, issue, title in told.values_list("photo", "issue", "issue__title"):
        url = reverse("admin:newsletter_issue_change", args=[issue])
        yield Use(photo, "newsletter", title if may_read else _("an issue"), url)


def _ids(state: UseState, now: datetime) -> Iterable[QuerySet[Any, Any]]:
    return [_told(now).values("photo")] if state == "newsletter" else []


def _told(now: datetime) -> Any:
    """Places in issues that went out or will, with the photo they show.

    One chosen for the issue, else that of the story as it is public, else as it is.
    """
    public = Edition.objects.public(now).filter(story=OuterRef("story"))
    number = BigIntegerField()
    of_the_story = Coalesce(
        Subquery(public.values("hero")), F("story__hero"), output_field=number
    )
    return (
        IssueStory.objects.exclude(issue__state="cancelled")
        .annotate(photo=Coalesce("picture", of_the_story, output_field=number))
        .exclude(photo=None)
        .order_by("issue")
    )
