"""Erasing from the history: two people agree, the worker does it, for good."""

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model

from ijm import generation, journal
from stories.models.edition import Edition
from stories.models.enclosure import Enclosure
from stories.models.photo import Photo
from stories.models.story import Story
from stories.models.stray import let_go
from stories.models.takedown import TakeDown
from stories.takedown.places import places
from stories.takedown.scrubbing import blank_row, scrub_row
from stories.takedown.walking import Row, row_of, walk

if TYPE_CHECKING:
    from ijm.models import StaffMember


# Where the words of a story stand.
WRITTEN = {
    f"stories.{name}"
    for name in "Story Edition Revision RelatedLink Comment StoryEvent Buffer".split()
}


class NotYet(Exception):
    """It is to be taken down first."""


class SamePerson(Exception):
    """Whoever asked for it cannot be the second person."""


def ask(case: TakeDown, scope: str, by: "StaffMember", now: datetime) -> None:
    if not case.withdrawn_at:
        raise NotYet
    case.change(redaction=scope, redaction_asked_at=now, redaction_asked_by=by)


def agree(case: TakeDown, by: "StaffMember", now: datetime) -> None:
    """The second person; from here on the worker erases."""
    with transaction.atomic():
        held = TakeDown.objects.select_for_update().get(pk=case.pk)
        if not held.redaction_asked_at:
            raise NotYet
        if held.redaction_asked_by_id == by.pk:
            raise SamePerson
        case.change(redaction_agreed_at=now, redaction_agreed_by=by)
        journal.note("history-erased", subject=case.subject_id)


def erase(now: datetime) -> int:
    """The chore: a slice of each. Killed midway, the slice is done again."""
    worked = 0
    for case in TakeDown.objects.to_redact().select_related("subject"):
        with transaction.atomic():
            _slice(case, now)
        worked += 1
    return worked


def _slice(case: TakeDown, now: datetime) -> None:
    stories, spared = _ids(case, Story), _ids(case, Story, is_theirs=False)
    counts = Counter(case.redacted)

    def visit(row: Row) -> None:
        if row.story not in spared:
            counts[row.place.label] += _clean(row, case, stories)

    reached = dict(case.redacted_from)
    done = walk(case.subject, reached, visit)
    if done:
        counts.update(_finish(case, stories, now))
    case.change(redacted_from=reached, redacted=dict(counts))
    generation.bump()
    if done:
        case.change(redacted_at=now)


def _clean(row: Row, case: TakeDown, stories: set[int]) -> bool:
    """A common name is theirs in the stories of the list; elsewhere it is anybody's."""
    sure = any(match.blocks for match in row.matches)
    if not sure and row.story not in stories:
        return False
    return scrub_row(row, case)


def _finish(case: TakeDown, stories: set[int], now: datetime) -> dict[str, int]:
    """What the list names: whole stories where that was agreed, and every picture."""
    counts: Counter[str] = Counter()
    if case.redaction == TakeDown.Scope.WORDS:
        counts.update(_blank_stories(stories, now))
    for photo in Photo.objects.filter(pk__in=_ids(case, Photo)):
        let_go([photo.master, *photo.renditions.values_list("name", flat=True)])
        counts["stories.Rendition"] += photo.renditions.all().delete()[0]
        photo.change(files={}, alt="", caption="", title=case.told, rendered_at=now)
    for enclosure in Enclosure.objects.filter(pk__in=_ids(case, Enclosure)):
        let_go(filter(None, [enclosure.name]))
        counts["stories.Enclosure"] += blank_row(row_of(enclosure))
    for story in Story.objects.filter(pk__in=stories):
        story.record("redacted", case.redaction_agreed_by, now, case.told)
    return dict(counts)


def _blank_stories(stories: set[int], now: datetime) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for edition in Edition.objects.filter(story__in=stories):
        edition.redact(now)
    for place in places():
        if place.label in WRITTEN:
            rows = place.model._base_manager.filter(**{f"{place.owner}__in": stories})
            for pk, story in rows.values_list("pk", place.owner):
                counts[place.label] += blank_row(Row(place, pk, story, ()))
    return dict(counts)


def _ids(case: TakeDown, model: type[Model], is_theirs: bool = True) -> set[int]:
    kind = ContentType.objects.get_for_model(model)
    items = case.items.filter(content_type=kind, is_theirs=is_theirs)
    return set(items.values_list("object_id", flat=True))
