"""Covering parts of a photo for good in all that is cut from it.

The picture as it was moves to another private name, which no preview, rendition or
list leads to. Only those trusted with it open it, and each look is kept.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from ijm import journal
from stories import imaging
from stories.covering import Box, cover
from stories.models.photo_event import PhotoEvent
from stories.models.replacing import OTHER_BY_NOW, PixelsStay, random_name
from stories.models.sealing import NotForYou

if TYPE_CHECKING:
    from PIL import Image

    from ijm.models import StaffMember

NOT_COVERED = _("Nothing of this photo is covered.")
SEE = "stories.see_unredacted_photo"


class Redacting(models.Model):
    events: "models.Manager[PhotoEvent]"
    master: str
    unredacted: str
    _swap: Any

    class Meta:
        abstract = True

    @property
    def is_redacted(self) -> bool:
        return bool(self.unredacted)

    def redact(
        self, boxes: Iterable[Box], by: "StaffMember", why: str, now: datetime
    ) -> None:
        """Filled boxes in a new master. Covered again, the first one stays aside."""
        picture = _picture(self.master)
        cover(picture, boxes)
        kept = self.unredacted or self._set_aside()
        with transaction.atomic():
            self._swap(picture, PhotoEvent.Kind.REDACTED, by, why, now, unredacted=kept)
            journal.note("photo-covered", key=self.pk, by=by.pk)

    def open_unredacted(self, by: "StaffMember", why: str, now: datetime) -> File:
        """The look is on record before a pixel is shown."""
        self._guard(by)
        self.events.create(kind=PhotoEvent.Kind.LOOKED, by=by, why=why, at=now)
        return storages["private"].open(self.unredacted)

    def uncover(self, by: "StaffMember", why: str, now: datetime) -> None:
        """As it was before. Pages show it so, once its sizes are made."""
        self._guard(by)
        picture = _picture(self.unredacted)
        self._swap(picture, PhotoEvent.Kind.UNCOVERED, by, why, now)

    def _guard(self, by: "StaffMember") -> None:
        if not by.has_perm(SEE):
            raise NotForYou
        if not self.is_redacted:
            raise PixelsStay(NOT_COVERED)

    def _set_aside(self) -> str:
        """A copy; the file itself goes with all else that shows what is covered."""
        name = random_name()
        with storages["private"].open(self.master) as file:
            return storages["private"].save(f"unredacted/{name[:2]}/{name}.jpg", file)


def _picture(name: str) -> "Image.Image":
    try:
        with storages["private"].open(name) as file:
            return imaging.load(cast(BinaryIO, file))
    except FileNotFoundError as gone:
        raise PixelsStay(OTHER_BY_NOW) from gone
