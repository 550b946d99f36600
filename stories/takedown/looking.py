"""The list of a take-down: what shows the person, and what names them."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from ijm import journal
from stories.models.address import FormerAddress
from stories.models.arrival import Arrival, Leftover, OldFile
from stories.models.enclosure import Enclosure
from stories.models.old_address import OldAddress
from stories.models.photo import Photo
from stories.models.revision import Revision
from stories.models.story import Story
from stories.models.subject import Subject
from stories.models.takedown import TakeDown, TakeDownItem
from stories.takedown.elsewhere import steps_of
from stories.takedown.walking import Row, walk

if TYPE_CHECKING:
    from ijm.models import StaffMember

How = TakeDownItem.How


def begin(subject: Subject, why: str, by: "StaffMember", now: datetime) -> TakeDown:
    """What refers to the person is listed at once; the worker reads all the rest."""
    with transaction.atomic():
        case = TakeDown.objects.create(
            subject=subject, why=why, begun_by=by, begun_at=now
        )
        journal.note("take-down-begun", subject=subject.pk, by=by.pk)
        steps_of(case)
        _list(case, Story, subject.appearances.values_list("story", flat=True))
        _list(case, Story, _once_in(subject))
        _list(case, Photo, subject.photos.values_list("pk", flat=True), How.PICTURED)
        enclosed = subject.enclosures.values_list("pk", flat=True)
        _list(case, Enclosure, enclosed, How.RECORDED)
    return case


def look_through(now: datetime) -> int:
    """The chore: a slice of each take-down that is not read through."""
    read = 0
    for case in TakeDown.objects.to_look().select_related("subject"):
        with transaction.atomic():
            reached = dict(case.looked_from)
            done = walk(case.subject, reached, lambda row: note(case, row))  # noqa: B023
            case.change(looked_from=reached, looked_at=now if done else None)
        read += 1
    return read


def note(case: TakeDown, row: Row) -> None:
    """The story a row belongs to; of other apps, the row itself."""
    how = How.NAMED if any(m.blocks for m in row.matches) else How.MAY_BE
    model = row.place.model
    if model in (FormerAddress, OldAddress):
        _list(case, model, [row.pk], how)  # its story may say nothing of them
    elif model in (Leftover, OldFile):
        _note_of_old_site(case, row, how)
    elif row.story:
        _list(case, Story, [row.story], how)
    elif row.place.is_public:
        _list(case, model, [row.pk], how)


def _note_of_old_site(case: TakeDown, row: Row, how: str) -> None:
    """What an import did not understand, and what the old site said of its files.

    The row loses the name. Whether the draft or the photo it came with tells of them,
    a person says who looks at it.
    """
    _list(case, row.place.model, [row.pk], how)
    if row.place.model is Leftover:
        stories = Arrival.objects.filter(leftovers=row.pk).values_list(
            "story", flat=True
        )
        _list(case, Story, stories, How.MAY_BE)
    else:
        photos = OldFile.objects.filter(pk=row.pk).exclude(photo=None)
        _list(case, Photo, photos.values_list("photo", flat=True), How.MAY_BE)


def add_by_hand(case: TakeDown, row: Story | Photo, by: "StaffMember") -> None:
    """A story that tells of the person without a name, a photo nobody had marked."""
    item = _item(case, type(row), row.pk)
    if item:
        item.decide(True, by)
        return
    _list(case, type(row), [row.pk], How.BY_HAND)


def _once_in(subject: Subject) -> Iterable[int]:
    """Stories in which they appeared in some revision, though they do not now."""
    said = Revision.objects.filter(
        content__appearances__contains=[{"subject": subject.pk}]
    )
    return said.values_list("story", flat=True).distinct()


def _list(
    case: TakeDown,
    model: type[models.Model],
    ids: Iterable[int],
    how: str = How.APPEARS,
) -> None:
    """A surer reason takes the place of a common name; a person's word stands."""
    kind = ContentType.objects.get_for_model(model)
    for pk in set(ids):
        item = _item(case, model, pk)
        if item is None:
            case.items.create(
                content_type=kind,
                object_id=pk,
                how=how,
                is_theirs=how != How.MAY_BE,
            )
        elif item.how == How.MAY_BE != how and not item.decided_by:
            item.change(how=how, is_theirs=True)


def _item(case: TakeDown, model: type[Any], pk: int) -> TakeDownItem | None:
    kind = ContentType.objects.get_for_model(model)
    return case.items.filter(content_type=kind, object_id=pk).first()
