"""The form somebody signed: known by its content, sealed, kept in the private storage.

It bears a real name, so it is kept as it came: evidence that nobody without the key can
read, neither on a disk nor in a backup.
"""

import io
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image

from ijm import sealing
from stories import imaging

MOST_BYTES = 10 * 2**20
TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "heic": "image/heic",
}
PICTURES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "HEIF": "heic"}
TOO_HEAVY = _("This form has more than 10 MB. Save it smaller and send that.")
CUT_SHORT = _("This PDF is incomplete. Save it again and send that.")
NEITHER = _("Send the form as a PDF, or as a photo or scan (JPEG, PNG, WebP, HEIC).")


class NotAForm(Exception):
    """`message` tells the sender what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, repr=False)
class SignedForm:
    kind: str
    data: bytes

    @property
    def content_type(self) -> str:
        return TYPES[self.kind]

    def stream(self) -> io.BytesIO:
        return io.BytesIO(self.data)

    def keep(self) -> str:
        """Sealed, under a name that says nothing; returns that name."""
        sealed = ContentFile(sealing.seal(self.data))
        name = f"consents/{imaging.random_name()}.sealed"
        return storages["private"].save(name, sealed)


def received(file: UploadedFile) -> SignedForm:
    """What was sent, whatever its name says it is. Raises NotAForm."""
    if (file.size or 0) > MOST_BYTES:
        raise NotAForm(TOO_HEAVY)
    data = file.read()
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-2048:]:
            raise NotAForm(CUT_SHORT)
        return SignedForm("pdf", data)
    return SignedForm(_kind_of_picture(file), data)


def kept(name: str, kind: str) -> SignedForm:
    """Raises sealing.CannotOpen, and FileNotFoundError where the storage lost it."""
    with storages["private"].open(name) as file:
        return SignedForm(kind, sealing.opened(file.read()))


def reseal(name: str) -> str:
    """A copy under the key of today; returns its name. The caller forgets the old."""
    with storages["private"].open(name) as file:
        sealed = ContentFile(sealing.resealed(file.read()))
    return storages["private"].save(f"consents/{imaging.random_name()}.sealed", sealed)


def forget(name: str) -> None:
    storages["private"].delete(name)


def _kind_of_picture(file: UploadedFile) -> str:
    file.seek(0)
    try:
        imaging.receive(file, file.size or 0)  # type: ignore[arg-type]
    except imaging.NotAPhoto as other:
        unread = other.message == imaging.UNREADABLE
        raise NotAForm(NEITHER if unread else other.message) from other
    file.seek(0)
    with Image.open(file, formats=imaging.FORMATS) as picture:  # type: ignore[arg-type]
        return PICTURES[str(picture.format)]
