"""Which photos lie in the public storage: those that public editions use, no others."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.storage import storages
from django.db import models, transaction
from django.utils import timezone

from ijm import generation

if TYPE_CHECKING:
    from ijm.models import StaffMember
    from stories.models.rendition import Rendition

YOUNG = timedelta(minutes=10)


class Showing(models.Model):
    renditions: "models.Manager[Rendition]"
    pk: Any
    shown_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_by: Any

    class Meta:
        abstract = True

    def show(self) -> None:
        """Copy the renditions into the public storage; those there already stay."""
        public, private = storages["default"], storages["private"]
        for name in self._names():
            if not public.exists(name):
                with private.open(name) as file:
                    public.save(name, file)
        if not self.shown_at:
            self.shown_at = timezone.now()
            self.save(update_fields=["shown_at"])

    def hide(self) -> None:
        """Take the renditions out of the public storage. Killed midway, it is redone:

        `shown_at` says what the storage holds until the last file is gone.
        """
        for name in self._names():
            storages["default"].delete(name)
        self.shown_at = None
        self.save(update_fields=["shown_at"])

    def withdraw(self, by: "StaffMember", why: str) -> None:
        """Gone from every page at once; the master stays, for staff alone."""
        with transaction.atomic():
            self.withdrawn_at, self.withdrawn_by = timezone.now(), by
            self.withdrawn_why = why
            self.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
            generation.bump()
            transaction.on_commit(self.hide)

    def _names(self) -> list[str]:
        return list(self.renditions.values_list("name", flat=True))


def show_photos(ids: Iterable[int]) -> None:
    """Before the edition that uses them is committed, so that no page lacks them.

    If that commit fails, `put_photos_right` takes them back within a minute; until
    then their names are known to nobody.
    """
    from stories.models.photo import Photo  # Photo is a Showing

    for photo in Photo.objects.public().filter(pk__in=ids):
        photo.show()


def put_photos_right(now: datetime) -> int:
    """Make the public storage hold exactly what public editions use."""
    from stories.models.photo import Photo  # which is a Showing

    used = Photo.objects.used(now)
    late = used.filter(shown_at=None)
    needless = Photo.objects.exclude(shown_at=None).exclude(pk__in=used.values("pk"))
    moved = 0
    for photo in late:
        photo.show()
        moved += 1
    for photo in needless:
        photo.hide()
        moved += 1
    return moved


def sweep_public_storage(now: datetime) -> int:
    """Remove public files that no shown photo owns: what a failed commit left."""
    from stories.models.rendition import Rendition  # as above

    public = storages["default"]
    if not public.exists("photos"):
        return 0
    known = set(
        Rendition.objects.exclude(photo__shown_at=None).values_list("name", flat=True)
    )
    swept = 0
    for file in public.listdir("photos")[1]:
        name = f"photos/{file}"
        # The young may belong to a publication that is being committed.
        if name not in known and public.get_modified_time(name) < now - YOUNG:
            public.delete(name)
            swept += 1
    return swept
