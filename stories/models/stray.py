"""Files that must go. Written down with the change that lets go of them, so that a

crash between the two leaves nothing behind in public.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.files.storage import storages
from django.db import models, transaction
from django.utils import timezone

AT_ONCE = 200


class StrayFile(models.Model):
    """A file of a photo that no row names any more."""

    name = models.CharField(max_length=80, unique=True)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


def let_go(names: Iterable[str]) -> None:
    """Delete them as soon as the transaction around this is committed."""
    strays = [StrayFile(name=name) for name in names]
    StrayFile.objects.bulk_create(strays, ignore_conflicts=True)
    if strays:
        transaction.on_commit(lambda: _delete(strays))


def delete_strays(now: datetime) -> int:
    """What a crash or a storage that was away left over."""
    strays = list(StrayFile.objects.filter(since__lte=now)[:AT_ONCE])
    _delete(strays)
    return len(strays)


def _delete(strays: list[StrayFile]) -> None:
    for kind in ("default", "private"):
        for stray in strays:
            storages[kind].delete(stray.name)
    StrayFile.objects.filter(name__in=[stray.name for stray in strays]).delete()
