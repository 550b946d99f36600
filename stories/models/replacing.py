"""Other pixels in a photo's place: its pages follow, and its old files are gone.

The new master is stored first, then one commit changes the row and writes down what
must go (`stray`). A crash before it leaves a master that no row names, which is swept;
one after it leaves strays, which are deleted within a minute. The folder names the
pixels, so what is being drawn of the old ones meanwhile is not taken up (`rendering`).
"""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm import generation
from stories import imaging
from stories.likeness import fingerprint, likeness
from stories.models.photo_event import PhotoEvent
from stories.models.showing import Showing
from stories.models.stray import let_go

if TYPE_CHECKING:
    from PIL import Image

    from ijm.models import StaffMember

GONE = _("This photo was withdrawn: nobody sees it, and its picture stays as it is.")
OTHER_BY_NOW = _(
    "Somebody put another picture in its place meanwhile. Nothing was changed; look at "
    "the photo as it is now."
)

UNANSWERED = _(
    "Say first who can be recognised in this photo. Whoever let it be shown without an "
    "answer has seen this picture and no other."
)


class PixelsStay(Exception):
    """Why the picture was left as it is, in `sentence`."""

    def __init__(self, sentence: Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def random_name() -> str:
    """What no one can guess from anything else: names of files and folders."""
    return secrets.token_hex(12)


class Replacing(Showing):
    events: "models.Manager[PhotoEvent]"
    folder: str
    master: str
    unredacted: str
    recognisable: str
    lock: Callable[[], None]
    preview: Callable[["Image.Image"], None]

    class Meta:
        abstract = True

    @property
    def history(self) -> "models.QuerySet[PhotoEvent]":
        return self.events.select_related("by")

    def hold(self, picture: "Image.Image") -> None:
        """These pixels into the row, which is not saved, and into their own master."""
        for name, value in _stored(picture).items():
            setattr(self, name, value)

    def withdraw(self, by: "StaffMember", why: str) -> None:
        """Twice is once: the first reason stays."""
        with transaction.atomic():
            self.lock()
            if self.withdrawn_at:
                return
            super().withdraw(by, why)
            kind = PhotoEvent.Kind.WITHDRAWN
            self.events.create(kind=kind, by=by, why=why, at=self.withdrawn_at)

    def replace(
        self, picture: "Image.Image", by: "StaffMember", why: str, now: datetime
    ) -> None:
        """A better picture, or one that may be shown. Raises PixelsStay."""
        if not self.recognisable:
            raise PixelsStay(UNANSWERED)
        self._swap(picture, PhotoEvent.Kind.REPLACED, by, why, now)

    def _swap(
        self,
        picture: "Image.Image",
        kind: str,
        by: "StaffMember",
        why: str,
        now: datetime,
        unredacted: str = "",
    ) -> None:
        """Pages show nothing in its place until the worker has made its sizes."""
        known, fresh = self.folder, _stored(picture)
        with transaction.atomic():
            self.lock()
            if self.withdrawn_at:
                raise PixelsStay(GONE)
            if self.folder != known:
                raise PixelsStay(OTHER_BY_NOW)
            let_go(self._all_files() - {unredacted})
            self.renditions.all().delete()
            self.change(
                **fresh,
                unredacted=unredacted,
                files={},
                ready_at=None,
                rendered_at=None,
                failed_at=None,
            )
            self.events.create(kind=kind, by=by, why=why, at=now)
            self.preview(picture)
            generation.bump()

    def _all_files(self) -> set[str]:
        names = set(self.renditions.values_list("name", flat=True))
        return {*names, self.master, self.unredacted} - {""}


def _stored(picture: "Image.Image") -> dict[str, Any]:
    """The columns that tell of pixels; their master lies in the private storage."""
    folder, (width, height) = random_name(), picture.size
    master = storages["private"].save(
        f"masters/{folder[:2]}/{folder}.jpg",
        ContentFile(imaging.master_bytes(picture)),
    )
    return {
        "folder": folder,
        "master": master,
        "width": width,
        "height": height,
        "tone": imaging.tone_of(picture),
        "fingerprint": fingerprint(picture),
        "likeness": likeness(picture),
    }
