"""What the worker does for pictures. Each is a slice, and safe to run twice."""

import time
from datetime import datetime

from stories.models import Photo
from stories.models.rendition import FORMATS
from stories.models.showing import put_photos_right, sweep_public_storage

SLICE = 3.0


def render_photos(now: datetime) -> int:
    """Missing renditions, one at a time until the slice is over; AVIF comes last."""
    started, made = time.monotonic(), 0
    for photo in _unfinished():
        while (one := photo.render() or photo.render(FORMATS, at_most=1)) > 0:
            made += one
            if photo.shown_at:
                photo.show()
            if time.monotonic() - started > SLICE:
                return made
    return made


def _unfinished() -> list[Photo]:
    return list(Photo.objects.public().filter(rendered_at=None)[:20])


__all__ = ["put_photos_right", "render_photos", "sweep_public_storage"]
