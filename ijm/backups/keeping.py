"""Backups by schedule: one a day, the old ones thrown away, a word when none comes."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from ijm.backups import taking
from ijm.models import Backup, Installation

PATIENCE = timedelta(hours=6)


def take_when_due(now: datetime) -> int:
    """The chore. A process of its own takes it: that lasts longer than a slice."""
    if not is_scheduled() or not _is_due(now) or taking.is_being_taken():
        return 0
    subprocess.Popen(
        [sys.executable, "manage.py", "backup"],
        cwd=settings.BASE_DIR,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    return 0


def throw_away_old(now: datetime) -> Iterator[str]:
    """Older than BACKUP_KEEP_DAYS; the newest stays however old it is."""
    kept = now - timedelta(days=settings.BACKUP_KEEP_DAYS)
    files = sorted(settings.BACKUP_DIR.glob(f"*{taking.SUFFIX}"))
    for path in files[:-1]:
        if path.stat().st_mtime < kept.timestamp():
            path.unlink()
            yield path.name
    last = newest()
    Backup.objects.filter(began_at__lt=kept).exclude(pk=last.pk if last else 0).delete()


def is_scheduled() -> bool:
    return bool(settings.BACKUP_EVERY_HOURS and settings.BACKUP_KEY)


def newest() -> Backup | None:
    return Backup.objects.exclude(ended_at=None).order_by("-began_at").first()


def too_old(now: datetime) -> str | None:
    """Late check: words for the desk, /readyz and the keeper's mail."""
    if not is_scheduled():
        return None
    last, began = newest(), Installation.objects.filter(pk=1).first()
    since = last.began_at if last else began.created_at if began else now
    if now - since < _every() + PATIENCE:
        return None
    tried = Backup.objects.exclude(error="").order_by("-began_at").first()
    words = _("The newest backup is %(hours)d hours old. %(why)s")
    if last is None:
        words = _("No backup has been taken in %(hours)d hours. %(why)s")
    hours = int((now - since).total_seconds() // 3600)
    return (words % {"hours": hours, "why": tried.error if tried else ""}).strip()


def _is_due(now: datetime) -> bool:
    last = Backup.objects.order_by("-began_at").first()
    if last is None:
        return True
    if last.ended_at is None:  # it failed, or was killed: again in an hour
        return now - last.began_at > timedelta(hours=1)
    return now - last.began_at >= _every()


def _every() -> timedelta:
    return timedelta(hours=settings.BACKUP_EVERY_HOURS)
