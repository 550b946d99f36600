"""What a subject's consents let be shown, where and until when: one table to read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from ijm.dates import today
from stories.models.agreed import Answer, Channel, Use
from stories.models.enclosure import Enclosure
from stories.models.photo import Photo
from stories.models.recognisable import Recognisable
from stories.models.story import Story
from stories.models.subject import Subject


@dataclass(frozen=True)
class Shown:
    """One thing that shows them, and the answer for each channel in its order."""

    what: str
    url: str
    state: str
    answers: tuple[Answer, ...] = ()


def where_shown(subject: Subject, now: datetime) -> list[Shown]:
    known = Subject.objects.with_consents().get(pk=subject.pk)
    day = today(now)
    return [*_photos(known, day), *_enclosures(known, day), *_stories(known, day)]


def _photos(subject: Subject, day: date) -> Iterable[Shown]:
    for photo in subject.photos.order_by("-received_at"):
        recognised = photo.recognisable == Recognisable.SUBJECT
        yield Shown(
            _("Photo: %s") % photo,
            reverse("admin:stories_photo_change", args=[photo.pk]),
            _state_of(photo),
            _answers(subject, photo.use, day) if recognised else (),
        )


def _enclosures(subject: Subject, day: date) -> Iterable[Shown]:
    for each in subject.enclosures.order_by("-received_at"):
        recognised = each.recognisable == Recognisable.SUBJECT
        said = _("Recording: %s") if each.is_recording else _("Document: %s")
        yield Shown(
            said % each,
            each.desk_url,
            _state_of(each),
            _answers(subject, each.use, day) if recognised else (),
        )


def _stories(subject: Subject, day: date) -> Iterable[Shown]:
    appearances = subject.appearances.select_related("story")
    for each in appearances.order_by("story__title"):
        story: Story = each.story
        by = frozenset(each.known_by)
        yield Shown(
            _("Story: %s") % story,
            reverse("admin:stories_story_change", args=[story.pk]),
            story.state,
            _answers(subject, partial(Use, by=by), day) if by else (),
        )


def _answers(
    subject: Subject, use: Callable[[str], Use], day: date
) -> tuple[Answer, ...]:
    return tuple(subject.agrees_to(use(channel), day) for channel in Channel)


def _state_of(thing: Photo | Enclosure) -> str:
    if thing.withdrawn_at:
        return _("withdrawn")
    return _("public") if thing.shown_at else _("private")
