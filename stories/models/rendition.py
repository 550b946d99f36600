"""One size and format of a photo, and the fixed list of those we make."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

WIDTHS = (320, 640, 960, 1280, 1920)


@dataclass(frozen=True)
class Cut:
    """A way to cut a photo: whole, or by a ratio round its focus."""

    name: str
    widths: tuple[int, ...]
    formats: tuple[str, ...]
    ratio: float | None = None


CUTS = (
    Cut("whole", WIDTHS, ("jpeg", "webp", "avif")),
    Cut("card", (320, 640, 960), ("jpeg", "webp", "avif"), ratio=3 / 2),
    Cut("share", (1200,), ("jpeg",), ratio=1200 / 630),
)
# A story is published only when these exist; AVIF is slow and follows.
NEEDED = ("jpeg", "webp")
FORMATS = (*NEEDED, "avif")


class Rendition(models.Model):
    photo = models.ForeignKey(
        "stories.Photo", on_delete=models.PROTECT, related_name="renditions"
    )
    cut = models.CharField(max_length=8)
    format = models.CharField(max_length=4)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    # The same name in the private storage, always, and in the public one while shown.
    name = models.CharField(max_length=80, unique=True)
    size = models.PositiveIntegerField(_("bytes"))

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        ordering = ["cut", "format", "width"]
        constraints = [
            models.UniqueConstraint(
                fields=["photo", "cut", "format", "width"], name="rendition_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.photo_id} {self.cut} {self.width} {self.format}"
