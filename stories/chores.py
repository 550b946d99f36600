"""What the worker does for pictures. Each is a slice, and safe to run twice."""

import logging
import time
from datetime import datetime

from django.db import Error as DatabaseTrouble

from stories.models import Photo
from stories.models.rendition import FORMATS
from stories.models.showing import put_enclosures_right, put_photos_right
from stories.models.stray import delete_strays
from stories.sweeping import sweep_storages

log = logging.getLogger(__name__)
SLICE = 3.0


def render_photos(now: datetime) -> int:
    """What no page can do without first; AVIF one at a time, for what is shown."""
    started, made = time.monotonic(), 0
    for photo in Photo.objects.unfinished(now)[:20]:
        while (some := _render_some(photo, now)) > 0:
            made += some
            if time.monotonic() - started > SLICE:
                return made
    return made


def _render_some(photo: Photo, now: datetime) -> int:
    """One photo that cannot be drawn keeps none of the others from being."""
    try:
        made = photo.render()
        if not made and photo.shown_at:
            made = photo.render(FORMATS, at_most=1)
    except DatabaseTrouble:
        raise
    except Exception:  # noqa: BLE001 - a storage raises what it likes
        log.exception("The sizes of photo %s cannot be made.", photo.pk)
        photo.change(failed_at=now)
        return 0
    if photo.failed_at:
        photo.change(failed_at=None)
    return made


__all__ = [
    "delete_strays",
    "put_enclosures_right",
    "put_photos_right",
    "render_photos",
    "sweep_storages",
]
