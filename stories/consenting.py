"""What the public sees follows what people agreed to, in the same transaction.

Whoever changes a consent stands alone; whoever publishes has consents stand still. Both
say so before they take a row, so that neither waits for the other's rows.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from ijm import generation
from ijm.dates import today
from stories import signed_form
from stories.models.agreed import Answer, Channel, Use
from stories.models.consent import Consent
from stories.models.consented import AGREED
from stories.models.content import WhenConsentEnds
from stories.models.edition import Edition
from stories.models.enclosure import Enclosure
from stories.models.photo import Photo
from stories.models.planned_change import PlannedChange
from stories.models.revision import Revision
from stories.models.showing import put_enclosures_right, put_photos_right
from stories.models.subject import Subject

if TYPE_CHECKING:
    from ijm.models import StaffMember

CONSENTS = 18_003  # the number of our lock among PostgreSQL's


def stand_still() -> None:
    """Until this transaction ends no consent changes. Call it before locking a row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [CONSENTS])


def alone() -> None:
    """Until this transaction ends nobody publishes or changes a consent beside us."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CONSENTS])


def hand_in(
    consent: Consent,
    form: signed_form.SignedForm,
    things: tuple[Iterable[Photo], Iterable[Enclosure]],
    by: "StaffMember",
    now: datetime,
) -> None:
    """A new row with its form sealed beside it. It counts once it is verified."""
    consent.form, consent.form_kind = form.keep(), form.kind
    consent.handed_in_by, consent.handed_in_at = by, now
    try:
        with transaction.atomic():
            consent.save()
            photos, enclosures = things
            consent.photos.set(photos)
            consent.enclosures.set(enclosures)
    except DatabaseError:
        signed_form.forget(consent.form)
        raise


def ends(revision: Revision, now: datetime) -> list[datetime]:
    """When those whom the whole story stands on cease to agree; now, where one does."""
    return [answer.until or now for answer in _answers(revision, today(now))]


def settle(subject: Subject, by: "StaffMember", now: datetime) -> None:
    """Photos, recordings and live editions of `subject` follow; called by `alone`

    callers only.
    """
    photos = _reconsidered(Photo.objects.filter(subjects=subject), now)
    enclosures = _reconsidered(Enclosure.objects.filter(subjects=subject), now)
    live = Edition.objects.filter(ended_at=None).filter(
        Q(subject_ids__contains=[subject.pk])
        | Q(photo_ids__overlap=photos)
        | Q(enclosure_ids__overlap=enclosures)
    )
    _follow(live, by, now)
    _cancel_plans(by, now)


def settle_photo(photo: Photo, by: "StaffMember", now: datetime) -> None:
    """Somebody changed who is in it, or who can be recognised."""
    with transaction.atomic():
        alone()
        Photo.objects.filter(pk=photo.pk).reconsider(now)
        live = Edition.objects.filter(ended_at=None, photo_ids__contains=[photo.pk])
        _follow(live, by, now)
        _cancel_plans(by, now)


def settle_enclosure(enclosure: Enclosure, by: "StaffMember", now: datetime) -> None:
    """As with a photo."""
    with transaction.atomic():
        alone()
        Enclosure.objects.filter(pk=enclosure.pk).reconsider(now)
        here = {"enclosure_ids__contains": [enclosure.pk]}
        _follow(Edition.objects.filter(ended_at=None, **here), by, now)
        _cancel_plans(by, now)


def _reconsidered(things: Any, now: datetime) -> list[int]:
    things.reconsider(now)
    return list(things.values_list("pk", flat=True))


def _follow(live: Iterable[Edition], by: "StaffMember", now: datetime) -> None:
    for edition in live:
        answers = _answers(edition.revision, today(now))
        if all(answer.until for answer in answers):
            edition.story.refreeze(now)
        else:
            edition.story.withdraw(by, Edition.Ended.SAFEGUARDING, why=_gone(answers))
    generation.bump()
    # What it moves is found again by the worker, should storage fail it here.
    transaction.on_commit(lambda: _put_files_right(now), robust=True)


def _put_files_right(now: datetime) -> None:
    put_photos_right(now)
    put_enclosures_right(now)


def _cancel_plans(by: "StaffMember", now: datetime) -> None:
    """What waits to go public and may not any more. Plans are few."""
    waiting = PlannedChange.objects.waiting().filter(kind=PlannedChange.Kind.PUBLISH)
    for plan in waiting.select_related("story", "revision"):
        assert plan.revision  # it is pinned, which the database makes sure of
        day = today(plan.due_at)
        answers = [*_answers(plan.revision, day), *_shown(plan.revision, day)]
        if not all(answer.until for answer in answers):
            kind = PlannedChange.Kind.PUBLISH
            plan.story.cancel_plans(by, _gone(answers), now, kind)


def _gone(answers: Iterable[Answer]) -> str:
    return " ".join(str(answer.why) for answer in answers if not answer.until)


def _answers(revision: Revision, day: date) -> list[Answer]:
    """Of all without whom the story as a whole may not be shown."""
    return [*_in_words(revision, day), *_in_things(revision, day)]


def _in_words(revision: Revision, day: date) -> Iterable[Answer]:
    known = {who: by for who, by in revision.appearances.items() if by}
    for subject in Subject.objects.with_consents().filter(pk__in=known):
        yield subject.agrees_to(Use(Channel.WEB, known[subject.pk]), day)


def _in_things(revision: Revision, day: date) -> Iterable[Answer]:
    """Where a photo's end is the story's; else the photo goes by itself."""
    policy = revision.content.get("when_consent_ends")  # older ones know of none
    return _shown(revision, day) if policy == WhenConsentEnds.WITHDRAW else ()


def _shown(revision: Revision, day: date) -> Iterable[Answer]:
    """Of everybody in its photos, documents and recordings."""
    photos = Photo.objects.filter(pk__in=revision.photo_ids)
    enclosures = Enclosure.objects.filter(pk__in=revision.enclosure_ids)
    for things in (photos, enclosures):
        for thing in things.prefetch_related(*AGREED):
            for _who, answer in thing.answers(Channel.WEB, day):
                yield answer
