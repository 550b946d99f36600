"""Where photos are used, computed from what is there: no counter can go wrong.

Revisions and editions know the photos they show, so a page of the library costs a
fixed number of queries, whatever the number of stories.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Func, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ijm.contributions import Use, UseState, photo_usages
from stories.models import Edition, HomePage, Photo, PlannedChange, Revision, Story

# A story that shows a photo in several ways is listed once, by the first of these.
STRONGEST_FIRST: tuple[UseState, ...] = ("live", "scheduled", "draft", "past")
Shown = tuple[int, int]  # a story and a photo
NOW_USED: tuple[UseState, ...] = ("live", "scheduled", "draft", "newsletter")


def uses_of(
    photos: Sequence[Photo], person: Any, now: datetime
) -> dict[int, list[Use]]:
    """All uses of each photo, asked of every app."""
    found: dict[int, list[Use]] = defaultdict(list)
    ids = [photo.pk for photo in photos]
    for usage in photo_usages if ids else ():
        for use in usage.uses(ids, person, now):
            found[use.photo].append(use)
    return found


def used_as(state: UseState, now: datetime) -> Q:
    """The photos used in that way anywhere, for a filter."""
    wanted = Q(pk__in=())
    for usage in photo_usages:
        for ids in usage.ids(state, now):
            wanted |= Q(pk__in=ids)
    return wanted


def used_now(now: datetime) -> Q:
    wanted = Q(pk__in=())
    for state in NOW_USED:
        wanted |= used_as(state, now)
    return wanted


def in_stories(ids: Sequence[int], person: Any, now: datetime) -> Iterator[Use]:
    """The stories that show them, once each, and the home page."""
    how: dict[Shown, set[UseState]] = defaultdict(set)
    for story, photo, state in _shown(ids, now):
        how[story, photo].add(state)
    titles = _titles({story for story, _photo in how}, person)
    for (story, photo), states in how.items():
        state = next(each for each in STRONGEST_FIRST if each in states)
        url = reverse("admin:stories_story_change", args=[story])
        yield Use(photo, state, titles.get(story, _("a story kept to a few")), url)
    appeals = HomePage.objects.filter(appeal_photo__in=ids)
    for photo in appeals.values_list("appeal_photo", flat=True):
        url = reverse("admin:stories_homepage_changelist")
        yield Use(photo, "live", _("Home page"), url)


def ids_in_stories(state: UseState, now: datetime) -> Iterable[QuerySet[Any, Any]]:
    if state == "live":
        appeals = HomePage.objects.exclude(appeal_photo=None)
        return [Edition.objects.public(now).photo_ids(), appeals.values("appeal_photo")]
    if state == "scheduled":
        return [_photos_of(_planned())]
    if state == "draft":
        return [_photos_of(_working_copies().filter(_unlike_the_live_one()))]
    return []


def _shown(ids: Sequence[int], now: datetime) -> Iterator[tuple[int, int, UseState]]:
    live = Edition.objects.public(now).filter(photo_ids__overlap=ids)
    for story, photos in live.values_list("story", "photo_ids"):
        yield from ((story, photo, "live") for photo in photos if photo in ids)
    revisions = Revision.objects.filter(photos_shown__overlap=ids)
    role = Case(
        When(pk__in=_planned().values("pk"), then=Value("scheduled")),
        When(number=F("story__version"), then=Value("draft")),
        default=Value("past"),
    )
    rows = _photos_of(revisions).values_list("story", "photo", role).distinct()
    yield from (row for row in rows if row[1] in ids)


def _planned() -> Any:
    waiting = PlannedChange.objects.waiting().exclude(revision=None)
    return Revision.objects.filter(pk__in=waiting.values("revision"))


def _working_copies() -> Any:
    return Revision.objects.filter(number=F("story__version"))


def _unlike_the_live_one() -> Q:
    published = F("story__published_version")
    return (
        Q(story__published_version=None)
        | Q(story__withdrawn_at__isnull=False)
        | Q(number__gt=published)
    )


def _photos_of(revisions: Any) -> Any:
    each = Func("photos_shown", function="unnest")
    return revisions.order_by().annotate(photo=each).values("photo")


def _titles(stories: Iterable[int], person: Any) -> dict[int, str]:
    visible = Story.objects.visible_to(person).filter(pk__in=stories)
    return dict(visible.values_list("pk", "title"))
