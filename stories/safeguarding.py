"""The gate: what forbids that a text and its pictures be shown through a channel.

Publishing asks it, and so will scheduling, the newsletter and share images. No writer
can get past it; only a changed text, picture or consent can.
"""

from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stories.models.photo import Photo
from stories.models.recognisable import Recognisable
from stories.models.revision import Revision

Channel = Literal["web", "newsletter", "social", "print"]

UNANSWERED = _("Say who can be recognised in the words of this story.")
PHOTO_UNANSWERED = _("Say who can be recognised in the photo “%s”.")
NO_CONSENT = _(
    "Somebody from a case can be recognised: a consent must be on record, which this "
    "version cannot hold yet."
)
PHOTO_NO_CONSENT = _(
    "Somebody from a case can be recognised in the photo “%s”: a consent must be on "
    "record, which this version cannot hold yet. Choose another photo."
)
PHOTO_GONE = _("Photo %s was withdrawn or is not there. Take it out of the story.")
PHOTO_SILENT = _(
    "Say what the photo “%s” shows, or mark it as decorative, so that people who "
    "cannot see it miss nothing."
)


@dataclass(frozen=True)
class Problem:
    """One sentence for the editor, and where to mend it.

    One that does not block asks for a second look, and lets a person decide.
    """

    code: str
    message: str | Promise
    url: str = ""
    blocks: bool = True

    def __str__(self) -> str:
        return str(self.message)


def safeguarding_problems(revision: Revision, channel: Channel) -> list[Problem]:
    """Empty when `revision` may be shown through `channel`."""
    del channel  # every channel has the same rules until consents name channels
    return [*_in_the_words(revision), *_in_the_photos(revision)]


def _in_the_words(revision: Revision) -> list[Problem]:
    if not revision["recognisable"]:
        return [Problem("unanswered", UNANSWERED)]
    if revision["recognisable"] == Recognisable.SUBJECT:
        return [Problem("no_consent", NO_CONSENT)]
    return []


def _in_the_photos(revision: Revision) -> list[Problem]:
    photos = Photo.objects.present().in_bulk(revision.photo_ids)
    found: list[Problem] = []
    for number in revision.photo_ids:
        photo = photos.get(number)
        found += _in_photo(photo) if photo else [_gone(number)]
    return found


def _gone(number: int) -> Problem:
    return Problem("photo_gone", str(PHOTO_GONE) % number)


def _in_photo(photo: Photo) -> list[Problem]:
    url = reverse("admin:stories_photo_change", args=[photo.pk])

    def problem(code: str, sentence: Promise) -> Problem:
        return Problem(code, str(sentence) % photo, url)

    found = []
    if not photo.recognisable:
        found.append(problem("photo_unanswered", PHOTO_UNANSWERED))
    if photo.recognisable == Recognisable.SUBJECT:
        found.append(problem("photo_no_consent", PHOTO_NO_CONSENT))
    if not photo.has_words:
        found.append(problem("photo_silent", PHOTO_SILENT))
    return found
