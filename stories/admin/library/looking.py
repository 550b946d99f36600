"""A photo as pages will cut it, drawn by the server: scripts only make it follow."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from stories.models import Photo
from stories.models.rendition import CUTS

TITLES = {
    "whole": _("whole, in the story"),
    "card": _("cut, on cards and in lists"),
    "share": _("cut, where a page is shared"),
}


@dataclass(frozen=True)
class CutShown:
    title: str | Promise
    box: str
    ratio: str


def focus(photo: Photo) -> SafeString:
    """The photo with a mark on what must stay in view."""
    at = (photo.focal_x * photo.width // 100, photo.focal_y * photo.height // 100)
    radius = max(photo.width, photo.height) // 40
    context = {"photo": photo, "focus": at, "radius": radius}
    return render_to_string("admin/stories/photo/_focus.html", context)


def cuts(photo: Photo) -> SafeString:
    """Every cut that is made of it."""
    shown = []
    for cut in CUTS:
        left, top, right, bottom = photo.box(cut)
        box = f"{left} {top} {right - left} {bottom - top}"
        shown.append(CutShown(TITLES[cut.name], box, str(cut.ratio or "")))
    context = {"photo": photo, "cuts": shown}
    return render_to_string("admin/stories/photo/_cuts.html", context)
