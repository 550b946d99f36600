"""Many files at once: each becomes a photo to be described, or is refused by itself."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from stories import imaging
from stories.doubles import Double, double_of
from stories.ingesting import keep
from stories.models import Photo

if TYPE_CHECKING:
    from ijm.models import StaffMember

TITLE_LENGTH = 120


@dataclass(frozen=True)
class Sent:
    """What became of one file: a photo, a reason against it, a likeness to another."""

    name: str
    photo: Photo | None = None
    refused: str | Promise = ""
    double: Double | None = None

    @property
    def may_be_kept_anyway(self) -> bool:
        return self.photo is None and not self.refused


def take_in(
    file: UploadedFile, by: "StaffMember", *, doubles_too: bool = False, **words: Any
) -> Sent:
    """Never raises for what is wrong with a file: the others must get their turn."""
    name = PurePath(file.name or "").name
    try:
        picture = imaging.receive(file, file.size or 0)  # type: ignore[arg-type]
    except imaging.NotAPhoto as refused:
        return Sent(name, refused=refused.message)
    double = double_of(picture)
    if double and (refusal := double.refusal(by)):
        return Sent(name, refused=refusal)
    if double and double.is_worth_asking and not doubles_too:
        return Sent(name, double=double)
    photo = keep(Photo(title=title_of(name), **words), picture, by)
    return Sent(name, photo=photo, double=double)


def title_of(name: str) -> str:
    """The name of the file as a working title, for colleagues alone."""
    stem = PurePath(name).stem.replace("_", " ").replace("-", " ")
    words = " ".join("".join(c for c in stem if c.isprintable()).split())
    return words[:TITLE_LENGTH] or _("Photo")
