"""Merging one topic into another, or one place: stories, public copies and addresses.

Public copies never change, so equal ones with the other word take their place, in one
transaction; the triggers of `Tally` count as they come and go.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from ijm import generation
from stories import consenting
from stories.models.edition import Edition
from stories.models.event import StoryEvent
from stories.models.lasting import copy_of
from stories.models.story import Story
from stories.models.topic import Place, Topic

if TYPE_CHECKING:
    from ijm.models import StaffMember

Subject = Topic | Place


class NotStanding(Exception):
    """The one that was to stay was itself merged into another, or is the same."""


@dataclass(frozen=True)
class Reach:
    """How many stories have it now, and in how many public copies it stands."""

    stories: int
    public: int


def reach(subject: Subject, now: datetime) -> Reach:
    public = Edition.objects.public(now).stories().filter(**_having(subject))
    return Reach(subject.stories.count(), public.count())


def merge(
    gone: Subject, survivor: Subject, by: "StaffMember", now: datetime
) -> int | None:
    """How many stories it reached; None where it was merged already, by a click before.

    Nobody publishes meanwhile, so no copy can come with the old word after we looked.
    """
    with transaction.atomic():
        consenting.alone()
        rows = type(gone).objects.select_for_update().order_by("pk")
        held = rows.in_bulk([gone.pk, survivor.pk])
        gone, survivor = held[gone.pk], held[survivor.pk]
        if not gone.is_standing:
            return None
        if not survivor.is_standing or gone.pk == survivor.pk:
            raise NotStanding
        stories = _held_stories(gone)
        survivor.change(aliases=survivor.also_called(gone.names))
        _move_stories(gone, survivor)
        _move_public_copies(gone, survivor, now)
        gone.merged.update(merged_into=survivor)
        gone.change(merged_into=survivor, merged_at=now, merged_by=by)
        _note(stories, f"{gone.name} → {survivor.name}", by, now)
        generation.bump()
    return len(stories)


def _column(subject: Subject, what: str) -> str:
    return f"{subject._meta.model_name}_{what}"


def _having(subject: Subject) -> dict[str, Any]:
    return {f"{_column(subject, 'slugs')}__contains": [subject.slug]}


def _live(subject: Subject) -> Any:
    return Edition.objects.filter(ended_at=None, **_having(subject))


def _held_stories(subject: Subject) -> list[int]:
    """Locked in the order of their numbers; nobody withdraws one meanwhile."""
    ids = [*subject.stories.values_list("pk", flat=True)]
    either = Q(pk__in=ids) | Q(pk__in=_live(subject).values("story"))
    held = Story.objects.filter(either).order_by("pk").select_for_update()
    return list(held.values_list("pk", flat=True))


def _move_stories(gone: Subject, survivor: Subject) -> None:
    """Working copies; their revisions stay as they are, and are read as if moved."""
    ids = list(gone.stories.values_list("pk", flat=True))
    survivor.stories.add(*ids)
    gone.stories.clear()


def _move_public_copies(gone: Subject, survivor: Subject, now: datetime) -> None:
    # With what lists leave out, or each of them would be asked for by itself.
    live = list(_live(gone).defer(None).order_by("pk"))
    Edition.objects.filter(pk__in=[each.pk for each in live]).update(
        ended_at=now, ended_reason=Edition.Ended.REPLACED
    )
    Edition.objects.bulk_create(
        copy_of(each, **_renamed(each, gone, survivor)) for each in live
    )


def _renamed(edition: Edition, gone: Subject, survivor: Subject) -> dict[str, Any]:
    slugs, names = _column(gone, "slugs"), _column(gone, "names")
    pairs = zip(getattr(edition, slugs), getattr(edition, names), strict=True)
    ours = (survivor.slug, survivor.name)
    left = dict(ours if slug == gone.slug else (slug, name) for slug, name in pairs)
    return {
        slugs: list(left),
        names: list(left.values()),
        "also_found_by": " ".join([edition.also_found_by, *survivor.names]),
    }


def _note(stories: Iterable[int], what: str, by: "StaffMember", now: datetime) -> None:
    kind = StoryEvent.Kind.MERGED
    StoryEvent.objects.bulk_create(
        StoryEvent(story_id=pk, kind=kind, by=by, at=now, why=what) for pk in stories
    )
