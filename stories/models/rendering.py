"""Making a photo's renditions, from its master, into the private storage."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import models, transaction
from django.utils import timezone

from ijm import generation
from stories import imaging
from stories.models.rendition import CUTS, FORMATS, NEEDED, Cut, Rendition

if TYPE_CHECKING:
    from PIL import Image

Wanted = tuple[Cut, str, int]
Drawn = tuple[Cut, str, tuple[int, int], bytes]


class Rendering(models.Model):
    renditions: "models.Manager[Rendition]"
    folder: str
    master: str
    width: int
    height: int
    focal_x: int
    focal_y: int
    files: dict[str, Any]
    rendered_at: datetime | None
    shown_at: datetime | None
    show: Callable[[], None]

    class Meta:
        abstract = True

    @property
    def is_rendered(self) -> bool:
        """Whether a page can show it: JPEG and WebP exist."""
        return not self._missing(NEEDED)

    def render(self, formats: tuple[str, ...] = NEEDED, at_most: int = 99) -> int:
        """Make up to `at_most` missing renditions; says how many were made."""
        missing = self._missing(formats)[:at_most]
        if not missing:
            return 0
        with storages["private"].open(self.master) as file:
            master = imaging.load(file)
        sizes: dict[tuple[Cut, int], list[str]] = {}
        for cut, format, width in missing:
            sizes.setdefault((cut, width), []).append(format)
        # Pillow works outside Python's lock, so every core has a size to draw.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            drawn = pool.map(lambda size: self._draw(master, *size), sizes.items())
            made = [self._store(*each) for group in drawn for each in group]
        with transaction.atomic():
            Rendition.objects.bulk_create(made, ignore_conflicts=True)
            self._list_files()
        return len(made)

    def refocus(self) -> None:
        """The focus moved: cut anew, under new names, so no cache keeps the old."""
        with transaction.atomic():
            old = self.renditions.exclude(cut="whole")
            names = list(old.values_list("name", flat=True))
            old.delete()
            self._list_files()
            self.render()
            if self.shown_at:
                self.show()
            generation.bump()
            transaction.on_commit(lambda: _forget(names))

    def _missing(self, formats: tuple[str, ...]) -> list[Wanted]:
        return [
            (cut, format, width)
            for cut in CUTS
            for format in cut.formats
            if format in formats
            for width in self._widths(cut)
            if width not in self._listed_widths(cut, format)
        ]

    def _listed_widths(self, cut: Cut, format: str) -> list[int]:
        return [row[0] for row in self.files.get(cut.name, {}).get(format, [])]

    def _widths(self, cut: Cut) -> list[int]:
        """The widths that need no enlarging; a small photo keeps its own width."""
        _left, _top, right, bottom = self._box(cut)
        widest = right - _left
        return [w for w in cut.widths if w <= widest] or [widest]

    def _box(self, cut: Cut) -> tuple[int, int, int, int]:
        if cut.ratio is None:
            return (0, 0, self.width, self.height)
        focus = (self.focal_x / 100, self.focal_y / 100)
        return imaging.focal_box((self.width, self.height), focus, cut.ratio)

    def _draw(
        self, master: "Image.Image", size: tuple[Cut, int], formats: list[str]
    ) -> list[Drawn]:
        """One size in each of `formats`. Touches no database: it runs in a thread."""
        cut, width = size
        picture = imaging.resize(master, self._box(cut), width)
        return [
            (cut, format, picture.size, imaging.encode(picture, format))
            for format in formats
        ]

    def _store(
        self, cut: Cut, format: str, size: tuple[int, int], data: bytes
    ) -> Rendition:
        extension = "jpg" if format == "jpeg" else format
        name = storages["private"].save(
            f"photos/{imaging.random_name()}.{extension}", ContentFile(data)
        )
        return Rendition(
            photo=self,
            cut=cut.name,
            format=format,
            width=size[0],
            height=size[1],
            name=name,
            size=len(data),
        )

    def _list_files(self) -> None:
        listed: dict[str, dict[str, list[list[Any]]]] = {}
        for row in self.renditions.order_by("cut", "format", "width"):
            rows = listed.setdefault(row.cut, {}).setdefault(row.format, [])
            rows.append([row.width, row.height, row.name])
        self.files = listed
        self.rendered_at = None if self._missing(FORMATS) else timezone.now()
        self.save(update_fields=["files", "rendered_at"])


def _forget(names: list[str]) -> None:
    for name in names:
        storages["private"].delete(name)
        storages["default"].delete(name)
