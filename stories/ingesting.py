"""Taking in a picture: its clean pixels are kept, the bytes received never are."""

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from stories import imaging
from stories.models.photo import Photo

if TYPE_CHECKING:
    from PIL import Image

    from ijm.models import StaffMember


def ingest(file: UploadedFile, by: "StaffMember", **words: Any) -> Photo:
    """A new photo of what was sent. Raises imaging.NotAPhoto.

    `words` are the editorial columns: title, alt, caption, credit, kind, recognisable.
    """
    return keep(Photo(**words), imaging.receive(file, file.size or 0), by)  # type: ignore[arg-type]


def keep(photo: Photo, picture: "Image.Image", by: "StaffMember") -> Photo:
    """Store the clean pixels as the photo's master. The worker makes its sizes."""
    photo.received_by = by
    photo.hold(picture)
    with transaction.atomic():
        photo.save()
        photo.preview(picture)
    return photo
