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


WHOLE = Cut("whole", WIDTHS, ("jpeg", "webp", "avif"))
CUTS = (
    WHOLE,
    Cut("card", (320, 640, 960), ("jpeg", "webp", "avif"), ratio=3 / 2),
    Cut("share", (1200,), ("jpeg",), ratio=1200 / 630),
)
CUT_NAMED = {cut.name: cut for cut in CUTS}
# A story is published only when these exist; AVIF is slow and follows.
NEEDED = ("jpeg", "webp")
FORMATS = (*NEEDED, "avif")
# Made at once from what was sent, so that colleagues see what they sent.
PREVIEWS = ((WHOLE, "webp", 320), (WHOLE, "webp", 640))


class Rendition(models.Model):
    photo = models.ForeignKey(
        "stories.Photo", on_delete=models.PROTECT, related_name="renditions"
    )
    cut = models.CharField(max_length=8)
    format = models.CharField(max_length=4)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    # Which pixels and, for a cut, which focus: `Rendering.source`.
    drawn_from = models.CharField(max_length=40)
    # The same name in the private storage, always, and in the public one while shown.
    name = models.CharField(max_length=80, unique=True)
    size = models.PositiveIntegerField(_("bytes"))

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        ordering = ["cut", "format", "width"]
        constraints = [
            models.UniqueConstraint(
                fields=["photo", "cut", "format", "width", "drawn_from"],
                name="rendition_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.photo_id} {self.cut} {self.width} {self.format}"
