"""Which files lie in the public storage: those that public editions use, no others."""

import time
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.core.files.storage import storages
from django.db import models, transaction
from django.utils import timezone

from ijm import generation, journal

if TYPE_CHECKING:
    from ijm.models import StaffMember
    from stories.models.rendition import Rendition

SLICE, AT_ONCE = 4.0, 100


class Showing(models.Model):
    renditions: "models.Manager[Rendition]"
    pk: Any
    shown_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_by: Any
    change: Any

    class Meta:
        abstract = True

    @property
    def is_used(self) -> bool:
        """Whether a page that visitors can open shows it now."""
        photos = type(self)._default_manager
        return photos.used(timezone.now()).filter(pk=self.pk).exists()  # type: ignore[attr-defined]

    def locked(self) -> Self:
        """The row as it is committed, held until the transaction around this ends."""
        return type(self)._default_manager.select_for_update().get(pk=self.pk)

    def show(self) -> None:
        """Copy the files into the public storage; those there already stay.

        The row is held meanwhile: nobody withdraws it or puts other pixels in.
        """
        public, private = storages["default"], storages["private"]
        with transaction.atomic():
            row = self.locked()
            if row.withdrawn_at:
                return
            for name in row._names():
                if not public.exists(name):
                    with private.open(name) as file:
                        public.save(name, file)
            self.shown_at = row.shown_at or timezone.now()
            self.save(update_fields=["shown_at"])

    def hide(self) -> None:
        """Take the files out of the public storage. Killed midway, it is redone:

        `shown_at` says what the storage holds until the last file is gone.
        """
        with transaction.atomic():
            for name in self.locked()._names():
                storages["default"].delete(name)
            self.change(shown_at=None)

    def public_files(self) -> list[str]:
        """What anybody could fetch, asked of the storage itself."""
        return [name for name in self._names() if storages["default"].exists(name)]

    def put_right(self) -> None:
        """Public files there before the change that shows them is; gone after it."""
        used = self.is_used
        if used and not self.shown_at:
            self.show()
        elif self.shown_at and not used:
            self._hide_afterwards()

    def withdraw(self, by: "StaffMember", why: str) -> None:
        """Gone from every page at once; the master stays, for staff alone."""
        with transaction.atomic():
            self.change(withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_why=why)
            kind = f"{self._meta.model_name}-withdrawn"
            journal.note(kind, key=self.pk, by=by.pk)
            generation.bump()
            self._hide_afterwards()

    def _hide_afterwards(self) -> None:
        """Robust: while the storage is away, nothing can be fetched from it; what was

        decided stands, and the chore takes the files out once it is back.
        """
        transaction.on_commit(self.hide, robust=True)

    def _names(self) -> list[str]:
        return list(self.renditions.values_list("name", flat=True))


def show_photos(ids: Iterable[int], now: datetime) -> None:
    """Before the edition that uses them is committed, so that no page lacks them.

    If that commit fails, `put_photos_right` takes them back within a minute; until
    then their names are known to nobody.
    """
    from stories.models.photo import Photo  # Photo is a Showing

    for photo in Photo.objects.public(now).filter(pk__in=ids).order_by("pk"):
        photo.show()


def show_enclosures(ids: Iterable[int], now: datetime) -> None:
    """Documents and recordings, in the same way, with what stands before a video."""
    from stories.models.enclosure import Enclosure  # as above

    enclosures = Enclosure.objects.public(now).filter(pk__in=ids).order_by("pk")
    for each in enclosures:
        each.show()
    posters = (each.poster_id for each in enclosures if each.poster_id)
    show_photos(posters, now)


def put_photos_right(now: datetime) -> int:
    """Make the public storage hold exactly what public editions use."""
    from stories.models.photo import Photo  # which is a Showing

    return _put_right(Photo.objects, now)


def put_enclosures_right(now: datetime) -> int:
    from stories.models.enclosure import Enclosure  # as above

    return _put_right(Enclosure.objects, now)


def _put_right(every: Any, now: datetime) -> int:
    """Some at a time, for a slice: those that must go come first."""
    ends, done = time.monotonic() + SLICE, 0
    while time.monotonic() < ends and (some := _wrong(every, now)):
        for each in some:
            each.hide() if each.shown_at else each.show()
        done += len(some)
    return done


def _wrong(every: Any, now: datetime) -> list[Any]:
    used = every.used(now)
    needless = every.exclude(shown_at=None).exclude(pk__in=used.values("pk"))
    return list(needless[:AT_ONCE]) or list(used.filter(shown_at=None)[:AT_ONCE])
