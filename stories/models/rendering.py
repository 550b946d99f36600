"""Making a photo's renditions, from its master, into the private storage.

The worker draws; a person may meanwhile move the focus or put other pixels in. So what
was drawn is kept only if the row, locked, still stands for what it was drawn from.
"""

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
from stories.models.rendition import (
    CUT_NAMED,
    CUTS,
    FORMATS,
    NEEDED,
    PREVIEWS,
    Cut,
    Rendition,
)
from stories.models.stray import let_go

if TYPE_CHECKING:
    from PIL import Image

Wanted = tuple[Cut, str, int]
Drawn = tuple[Cut, str, tuple[int, int], bytes]
Box = tuple[int, int, int, int]


class Rendering(models.Model):
    renditions: "models.Manager[Rendition]"
    pk: Any
    folder: str
    master: str
    width: int
    height: int
    focal_x: int
    focal_y: int
    files: dict[str, Any]
    ready_at: datetime | None
    rendered_at: datetime | None
    shown_at: datetime | None
    show: Callable[[], None]
    change: Any
    locked: Any
    is_used: bool

    class Meta:
        abstract = True

    @property
    def is_ready(self) -> bool:
        """Whether a page can show it: JPEG and WebP exist."""
        return self.ready_at is not None

    @property
    def look(self) -> str:
        """Other pixels have another: previews at the desk are asked for with it."""
        return self.folder[:8]

    def render(self, formats: tuple[str, ...] = NEEDED, at_most: int = 99) -> int:
        """Make up to `at_most` missing renditions; says how many were made."""
        missing = self._missing(formats)[:at_most]
        if not missing:
            self._keep([])
            return 0
        share = max(width / self._width_of(cut) for cut, _format, width in missing)
        with storages["private"].open(self.master) as file:
            master = imaging.load(file, share)
        return self._keep(self._draw(master, missing))

    def preview(self, picture: "Image.Image") -> None:
        """The little that the desk needs at once, while the worker makes the rest."""
        wanted = [each for each in PREVIEWS if each in self._missing(NEEDED)]
        self._keep(self._draw(picture, wanted))

    def preview_of(self, width: int) -> Rendition | None:
        """The largest of the whole photo that is no wider, of the pixels it has now."""
        of_now = self.renditions.filter(format="webp", drawn_from=self.folder)
        fitting = of_now.filter(width__lte=width).order_by("width").last()
        return fitting or of_now.order_by("width").first()

    def refocus(self) -> None:
        """The focus moved: cut anew, under new names, so no cache keeps the old.

        Pages show the old cut until the worker has the new one.
        """
        self.change(ready_at=None, rendered_at=None)

    def source(self, cut: Cut) -> str:
        """What a rendition of this cut stands for now."""
        if cut.ratio is None:
            return self.folder
        return f"{self.folder} {self.focal_x},{self.focal_y}"

    def box(self, cut: Cut) -> Box:
        if cut.ratio is None:
            return (0, 0, self.width, self.height)
        focus = (self.focal_x / 100, self.focal_y / 100)
        return imaging.focal_box((self.width, self.height), focus, cut.ratio)

    def _missing(self, formats: tuple[str, ...]) -> list[Wanted]:
        there = {
            (row.cut, row.format, row.width)
            for row in self.renditions.all()
            if row.drawn_from == self.source(CUT_NAMED[row.cut])
        }
        return [
            (cut, format, width)
            for cut in CUTS
            for format in cut.formats
            if format in formats
            for width in self._widths(cut)
            if (cut.name, format, width) not in there
        ]

    def _width_of(self, cut: Cut) -> int:
        left, _top, right, _bottom = self.box(cut)
        return right - left

    def _widths(self, cut: Cut) -> list[int]:
        """The widths that need no enlarging; a small photo keeps its own width."""
        widest = self._width_of(cut)
        return [w for w in cut.widths if w <= widest] or [widest]

    def _draw(self, master: "Image.Image", wanted: list[Wanted]) -> list[Rendition]:
        """Files in the private storage, and rows for them that are not saved yet."""
        sizes: dict[tuple[Cut, int], list[str]] = {}
        for cut, format, width in wanted:
            sizes.setdefault((cut, width), []).append(format)
        # Pillow works outside Python's lock, so every core has a size to draw.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            drawn = pool.map(lambda size: self._size(master, *size), sizes.items())
            return [self._store(*each) for group in drawn for each in group]

    def _size(
        self, master: "Image.Image", size: tuple[Cut, int], formats: list[str]
    ) -> list[Drawn]:
        """One size in each of `formats`. Touches no database: it runs in a thread."""
        cut, width = size
        scale = master.width / self.width
        left, top, right, bottom = (edge * scale for edge in self.box(cut))
        box = (left, top, right, min(bottom, master.height))
        picture = imaging.resize(master, box, width)
        return [
            (cut, format, picture.size, imaging.encode(picture, format))
            for format in formats
        ]

    def _store(
        self, cut: Cut, format: str, size: tuple[int, int], data: bytes
    ) -> Rendition:
        extension = "jpg" if format == "jpeg" else format
        name = imaging.random_name()
        stored = storages["private"].save(
            f"photos/{name[:2]}/{name}.{extension}", ContentFile(data)
        )
        return Rendition(
            photo=self,
            cut=cut.name,
            format=format,
            width=size[0],
            height=size[1],
            drawn_from=self.source(cut),
            name=stored,
            size=len(data),
        )

    def _keep(self, made: list[Rendition]) -> int:
        """Take up what still fits; the rest goes. Says how many were drawn."""
        with transaction.atomic():
            row = self.locked()
            Rendition.objects.bulk_create(
                [each for each in made if each.drawn_from == row.source(_cut(each))],
                ignore_conflicts=True,
            )
            kept = set(row.renditions.values_list("name", flat=True))
            let_go(each.name for each in made if each.name not in kept)
            row._list_files()
        self.refresh_from_db(fields=["files", "ready_at", "rendered_at", "shown_at"])
        return len(made)

    def _list_files(self) -> None:
        """Once JPEG and WebP are complete, pages show these and the old ones go."""
        if self._missing(NEEDED):
            return
        all_made = not self._missing(FORMATS)
        rows = self.renditions.order_by("cut", "format", "width")
        current = [row for row in rows if row.drawn_from == self.source(_cut(row))]
        old = [row for row in rows if row not in current]
        news = bool(old) or not self.ready_at
        now = timezone.now()
        self.change(
            files=_listed(current),
            ready_at=self.ready_at or now,
            rendered_at=(self.rendered_at or now) if all_made else None,
        )
        self.renditions.filter(pk__in=[row.pk for row in old]).delete()
        if self.shown_at or (news and self.is_used):
            self.show()
        if news:
            generation.bump()
        let_go(row.name for row in old)


def _cut(row: Rendition) -> Cut:
    return CUT_NAMED[row.cut]


def _listed(rows: list[Rendition]) -> dict[str, dict[str, list[list[Any]]]]:
    """What pages need of the renditions, on the photo itself."""
    listed: dict[str, dict[str, list[list[Any]]]] = {}
    for row in rows:
        kept = listed.setdefault(row.cut, {}).setdefault(row.format, [])
        kept.append([row.width, row.height, row.name])
    return listed
