"""Pictures of the old site: found among its uploads, taken in as photos, each once.

Nothing is known of who can be seen in them, so nothing is answered: no page shows one
before a person has looked at it.
"""

import io
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from stories import imaging
from stories.doubles import double_of
from stories.ingesting import keep
from stories.models import OldFile, Photo
from stories.moving.found import Found
from stories.moving.old_body import Picture, Placed
from stories.moving.old_post import Attachment
from stories.moving.parcel import DAMAGED, Parcel

if TYPE_CHECKING:
    from PIL import Image

    from ijm.models import StaffMember

BELOW = re.compile(r"(?:^|/)(?:wp-content/uploads|uploads|files)/(.+)\Z")
PICTURE = re.compile(r"\.(?:jpe?g|png|webp|avif|heic|heif|gif|bmp|tiff?)\Z", re.I)
# WordPress's own smaller copy, a copy cut down at upload, and one that was edited.
SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w+\Z)")
COPY = re.compile(r"(?:-scaled|-e\d{10,14}|-rotated)(?=\.\w+\Z)")
# JPEG, PNG, WebP; AVIF and HEIC say “ftyp” a little later.
BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")
FILE_LIKE = re.compile(
    r"(?:img|dsc\w?|image|photo|screenshot|untitled|picture)?[\W\d_]*\Z", re.IGNORECASE
)


class Uploads:
    """The parcel by the paths that old addresses have below `wp-content/uploads/`."""

    def __init__(self, parcel: Parcel | None) -> None:
        self.parcel = parcel
        self.root = self._root() if parcel else ""

    def name_of(self, path: str) -> str:
        """The file itself rather than a smaller copy; empty where there is neither."""
        if self.parcel is None or not path:
            return ""
        larger = SIZE.sub("", path)
        for each in (COPY.sub("", larger), larger, path):
            if self.parcel.size(self.root + each) is not None:
                return self.root + each
        return ""

    def read(self, name: str) -> "Image.Image":
        """Clean pixels. Raises imaging.NotAPhoto."""
        data = self._bytes(name, imaging.MOST_BYTES + 1)
        return imaging.receive(io.BytesIO(data), len(data))

    def look(self, name: str) -> None:
        """Whether it begins as a picture does. Raises imaging.NotAPhoto."""
        head = self._bytes(name, 512)
        if not head.startswith(BEGINNINGS) and head[4:8] != b"ftyp":
            raise imaging.NotAPhoto(imaging.UNREADABLE)

    def _bytes(self, name: str, most: int) -> bytes:
        assert self.parcel
        if (self.parcel.size(name) or 0) > imaging.MOST_BYTES:
            raise imaging.NotAPhoto(imaging.TOO_HEAVY)
        try:
            with self.parcel.open(name) as file:
                return file.read(most)
        except DAMAGED as broken:
            raise imaging.NotAPhoto(imaging.DAMAGED) from broken

    def _root(self) -> str:
        """What stands before the year in the parcel: nothing, or some folders."""
        assert self.parcel
        for name in self.parcel.names():
            found = BELOW.search(name)
            if found:
                return name[: found.start(1)]
            if re.match(r"(?:19|20)\d\d/", name):
                return ""
        return ""


class Pictures:
    def __init__(self, uploads: Uploads, source: str, by: "StaffMember") -> None:
        self.uploads, self.source, self.by = uploads, source, by

    def note(self, attachment: Attachment) -> None:
        """Remember what was said of a file, for the posts that show it."""
        path = path_of(attachment.address)
        if not path or not PICTURE.search(path):
            return
        OldFile.objects.update_or_create(
            source=self.source,
            path=path,
            defaults={
                "number": attachment.number[:40],
                "title": attachment.title[:400],
                "alt": attachment.alt[:400],
                "caption": attachment.caption[:400],
            },
        )

    def place(self, picture: Picture) -> Placed:
        """As our photo, taken in if it was not."""
        old = self._old(picture)
        if old is None:
            code = "picture_elsewhere" if "//" in picture.address else "picture_missing"
            return Placed(found=Found(code, picture.address or picture.number))
        if old.photo_id is not None:
            return Placed(old.photo_id)
        name = self.uploads.name_of(old.path)
        if not name:
            return Placed(found=Found("picture_missing", old.path))
        try:
            found = self._take_in(old, name, picture)
        except imaging.NotAPhoto as refused:
            found = Found("picture_refused", f"{old.path}: {refused.message}")
        return Placed(old.photo_id, found)

    def _old(self, picture: Picture) -> OldFile | None:
        here = OldFile.objects.filter(source=self.source)
        if picture.number and (found := here.filter(number=picture.number).first()):
            return found
        path = path_of(picture.address)
        if not path:
            return None
        original = SIZE.sub("", path)
        found = here.filter(path__in=[path, original]).first()
        return found or OldFile(source=self.source, path=original)

    def _take_in(self, old: OldFile, name: str, picture: Picture) -> Found | None:
        """What was withdrawn stays away; what only looks alike a person compares."""
        pixels = self.uploads.read(name)
        double = double_of(pixels)
        if double and double.is_withdrawn:
            return Found("picture_withdrawn", f"{old.path}: {double.sentence}")
        same = double.photo if double and double.same else None
        old.photo = same or self._photo(old, pixels, picture)
        old.save()
        if double and not same:
            return Found("picture_alike", f"{old.path}: {double.sentence}")
        return None

    def _photo(self, old: OldFile, pixels: "Image.Image", picture: Picture) -> Photo:
        stem = PurePosixPath(old.path).stem
        photo = Photo(
            title=(old.title or stem)[:120],
            alt=_said(picture.alt, stem) or _said(old.alt, stem),
            caption=(picture.caption or old.caption)[:300],
        )
        return keep(photo, pixels, self.by)


class LookedAt(Pictures):
    """For a dry run: each picture is found and its head is read, and none is kept."""

    def _take_in(self, old: OldFile, name: str, picture: Picture) -> Found | None:
        self.uploads.look(name)
        return None


def path_of(address: str) -> str:
    """`2015/03/boat.jpg` of any address of an upload; empty for every other."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return ""
    found = BELOW.search(path)
    return found[1][:400] if found else ("" if "//" in address else path[:400])


def _said(alt: str, stem: str) -> str:
    """Words of a person; a file's name is read aloud to nobody."""
    like_a_name = FILE_LIKE.match(alt) or PICTURE.search(alt) or alt.strip() == stem
    return "" if like_a_name else alt.strip()[:250]
