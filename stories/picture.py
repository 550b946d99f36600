"""The markup of a picture: which files exist, at which widths, for which place."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ijm.blanks import Given, Words, filled
from stories.models.photo import Photo

FIRST = ' fetchpriority="high"'
LATER = ' loading="lazy" decoding="async"'
TYPES = {"avif": "image/avif", "webp": "image/webp"}
MAIL_WIDTH = 560  # of the column in `email/base.html`
MEDIUM = 700  # the width that a browser without srcset gets, or the next above


@dataclass(frozen=True)
class Place:
    """Where a picture stands: its cut, its width, whether it is seen first."""

    cut: str
    sizes: str
    first: bool = False


PLACES = {
    "hero": Place("whole", "(min-width: 68rem) 64rem, 94vw", first=True),
    "inline": Place("whole", "(min-width: 46rem) 42rem, 92vw"),
    "gallery": Place("card", "(min-width: 68rem) 31rem, (min-width: 40rem) 46vw, 92vw"),
    "lead": Place("card", "(min-width: 60rem) 40rem, 94vw", first=True),
    "hit": Place("card", "(min-width: 40rem) 12rem, 6rem"),
    "card": Place("card", "(min-width: 75rem) 22rem, (min-width: 40rem) 45vw, 92vw"),
}


def picture(photo: Photo, place: Place) -> SafeString:
    """A `<picture>`, or nothing where the photo has no files to show."""
    files: dict[str, list[list[Any]]] = photo.files.get(place.cut, {})
    jpegs = files.get("jpeg")
    if not jpegs:
        return SafeString("")
    base = _base(photo)
    sources = "".join(
        f'<source type="{TYPES[kind]}" srcset="{_srcset(base, files[kind])}" '
        f'sizes="{place.sizes}">'
        for kind in TYPES
        if kind in files
    )
    medium = next((row for row in jpegs if row[0] >= MEDIUM), jpegs[-1])
    width, height, _name = jpegs[-1]
    # Names of files, widths and tones are of our own making; the words are not.
    return mark_safe(  # noqa: S308
        f'<picture>{sources}<img class="tone-{photo.tone}" src="{base}{medium[2]}" '
        f'srcset="{_srcset(base, jpegs)}" sizes="{place.sizes}" width="{width}" '
        f'height="{height}" alt="{escape(photo.alt)}"{FIRST if place.first else LATER}>'
        "</picture>"
    )


def figure_of(photo: Photo, place: str, template: str) -> SafeString:
    """A picture with what it shows and whose it is; empty where it has no files."""
    drawn = picture(photo, PLACES[place])
    if not drawn:
        return drawn

    def render(marks: Words) -> str:
        kind = Photo(kind=photo.kind, credit=marks["credit"]).credit_line
        return render_to_string(template, {**marks, "kind": kind})

    words = {"picture": drawn, "caption": photo.caption, "credit": photo.credit}
    return filled((template, photo.kind), Given(words), render)


def address_of_largest(photo: Photo) -> str:
    """The whole of it, as large as it is; empty where it has no files."""
    rows = photo.files.get("whole", {}).get("jpeg")
    return _base(photo) + rows[-1][2] if rows else ""


def share_image(photo: Photo) -> dict[str, Any] | None:
    """The picture for cards of other sites, with its full address."""
    rows = photo.files.get("share", {}).get("jpeg")
    if not rows:
        return None
    return _described(photo, rows[-1])


def mail_image(photo: Photo) -> dict[str, Any] | None:
    """The picture for a mail: JPEG, twice as wide as it is shown, with full address."""
    rows = photo.files.get("card", {}).get("jpeg")
    if not rows:
        return None
    row = next((row for row in rows if row[0] >= MEDIUM), rows[-1])
    found = _described(photo, row)
    shown = min(MAIL_WIDTH, found["width"])
    return {**found, "width": shown, "height": round(row[1] * shown / row[0])}


def _described(photo: Photo, row: list[Any]) -> dict[str, Any]:
    width, height, name = row
    address = _base(photo) + name
    if "://" not in address:
        address = settings.SITE_URL + address
    return {"url": address, "width": width, "height": height, "alt": photo.alt}


def whole_address(photo: Photo) -> str:
    """The largest JPEG of it as it was taken; empty where there is none yet."""
    rows = photo.files.get("whole", {}).get("jpeg")
    return _described(photo, rows[-1])["url"] if rows else ""


def _srcset(base: str, rows: list[list[Any]]) -> str:
    return ", ".join(f"{base}{name} {width}w" for width, _height, name in rows)


def _base(photo: Photo) -> str:
    return photo.shown_under or _base_of(storages["default"])


@lru_cache(maxsize=1)
def _base_of(storage: Storage) -> str:
    return escape(storage.url("x")[:-1])
