"""What a story's photos must have before anybody is shown them."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stories.models.photo import Photo
from stories.models.recognisable import Recognisable
from stories.safeguarding.problem import Problem
from stories.safeguarding.question import Question

GONE = _("Photo %s was withdrawn or is not there. Take it out of the story.")
UNANSWERED = _("Say who can be recognised in the photo “%s”.")
NO_RELEASE = _(
    "Say where the release of our staff in the photo “%s” is kept, or what the notice "
    "at the event said."
)
NOBODY_NAMED = _(
    "Somebody from a case can be recognised in the photo “%s”: say there who it is, by "
    "reference, or choose another photo."
)
NOT_AGREED = _("%(who)s can be recognised in the photo “%(photo)s”. %(why)s")
SILENT = _(
    "Say what the photo “%s” shows, or mark it as decorative, so that people who "
    "cannot see it miss nothing."
)

UNDESCRIBED = _("Say whose photo “%s” is, and of which kind.")
NOT_READY = _("The sizes of the photo “%s” are being made. Try again in some seconds.")


def gone(question: Question) -> Iterable[Problem]:
    for number in question.revision.photo_ids:
        if number not in question.photos:
            yield Problem("photo_gone", str(GONE) % number, question.story_url)


def unanswered(question: Question) -> Iterable[Problem]:
    bridged = question.bridge.photo_ids if question.bridge else []
    for photo in question.photos.values():
        if not photo.recognisable and photo.pk not in bridged:
            yield about(photo, "photo_unanswered", UNANSWERED)


def without_release(question: Question) -> Iterable[Problem]:
    for photo in question.photos.values():
        answer = photo.recognisable
        if answer and Recognisable(answer).rests_on_a_paper and not photo.release:
            yield about(photo, "photo_no_release", NO_RELEASE)


def without_subject(question: Question) -> Iterable[Problem]:
    for photo in question.photos.values():
        if photo.recognisable == Recognisable.SUBJECT and not photo.subjects.all():
            yield about(photo, "photo_no_subject", NOBODY_NAMED)


def without_consent(question: Question) -> Iterable[Problem]:
    for photo in question.photos.values():
        for subject, answer in photo.answers(question.channel, question.day):
            if not (answer.until or answer.is_about_case):
                told = {"who": subject, "photo": photo, "why": answer.why}
                code = f"photo_{answer.code}"
                yield Problem(code, str(NOT_AGREED) % told, subject.desk_url)


def silent(question: Question) -> Iterable[Problem]:
    for photo in question.photos.values():
        if not photo.has_words:
            yield about(photo, "photo_silent", SILENT)


def undescribed(question: Question) -> Iterable[Problem]:
    for photo in question.photos.values():
        if not (photo.credit and photo.kind):
            yield about(photo, "photo_undescribed", UNDESCRIBED)


def not_ready(question: Question) -> Iterable[Problem]:
    """It passes by itself: the worker is at it."""
    for photo in question.photos.values():
        if not photo.is_ready:
            yield about(photo, "photo_not_ready", NOT_READY)


def about(photo: Photo, code: str, sentence: Promise) -> Problem:
    """A sentence with the photo's title in it, mended where the photo is kept."""
    url = reverse("admin:stories_photo_change", args=[photo.pk])
    return Problem(code, str(sentence) % photo, url)
