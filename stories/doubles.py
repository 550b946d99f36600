"""Is this picture here already? The same pixels, or a picture much like it.

One that was withdrawn must not come back by another name: whoever sends it again is
stopped, and only those who may withdraw photos can take it in.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Func, Value
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stories.likeness import NEAR, fingerprint, likeness
from stories.models import Photo

if TYPE_CHECKING:
    from PIL import Image

WITHDRAWN = _("This picture was here as “%(title)s” and was withdrawn on %(day)s.")
ASK = _("It must not come back. If that is wrong, ask an editor or Safeguarding.")
SAME = _("This picture is here already, as “%(title)s”.")
ALIKE = _("It looks like “%(title)s”, which is here already.")


class Differing(Func):
    """How many of 64 bits differ."""

    template = "bit_count((%(expressions)s)::bit(64))"
    arg_joiner = " # "
    output_field = models.IntegerField()


@dataclass(frozen=True)
class Double:
    photo: Photo
    same: bool

    @property
    def is_withdrawn(self) -> bool:
        return self.photo.withdrawn_at is not None

    @property
    def is_worth_asking(self) -> bool:
        """Whether a person must say that they want it all the same."""
        return self.same or self.is_withdrawn

    @property
    def sentence(self) -> str:
        at = self.photo.withdrawn_at
        day = date_format(timezone.localtime(at), "j F Y") if at else ""
        sentence: Promise = WITHDRAWN if at else SAME if self.same else ALIKE
        return str(sentence) % {"title": self.photo.title, "day": day}

    def refusal(self, person: Any) -> str:
        """Why this person may not take it in, even if they want to."""
        if not self.is_withdrawn or person.has_perm("stories.withdraw_photo"):
            return ""
        return f"{self.sentence} {ASK}"


def double_of(picture: "Image.Image") -> Double | None:
    """The one that matters most: withdrawn before present, the same before alike."""
    same = Photo.objects.filter(fingerprint=fingerprint(picture))
    near = alike(likeness(picture))
    found = [
        *(Double(photo, same=True) for photo in _withdrawn_first(same)[:1]),
        *(Double(photo, same=False) for photo in _withdrawn_first(near)[:1]),
    ]
    return min(found, key=lambda double: not double.is_withdrawn, default=None)


def alike(bits: int | None) -> Any:
    """Photos that differ in a few bits from a picture with these, if it has any."""
    if bits is None:
        return Photo.objects.none()
    differing = Differing(F("likeness"), Value(bits, models.BigIntegerField()))
    return Photo.objects.alias(differing=differing).filter(differing__lte=NEAR)


def _withdrawn_first(photos: Any) -> Any:
    return photos.order_by(F("withdrawn_at").desc(nulls_last=True), "pk")
