"""Taking in a picture: clean pixels into the private storage, never the bytes received."""

from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from stories import imaging
from stories.models.photo import Photo

if TYPE_CHECKING:
    from ijm.models import StaffMember


def ingest(file: UploadedFile, by: "StaffMember", **words: Any) -> Photo:
    """A new photo with its JPEG and WebP renditions. Raises imaging.NotAPhoto.

    `words` are the editorial columns: title, alt, caption, credit, kind, recognisable.
    """
    picture = imaging.receive(file, file.size or 0)  # type: ignore[arg-type]
    with transaction.atomic():
        photo = Photo(
            received_by=by,
            width=picture.width,
            height=picture.height,
            tone=imaging.tone_of(picture),
            **words,
        )
        photo.master = storages["private"].save(
            f"masters/{photo.folder}.jpg", ContentFile(imaging.master_bytes(picture))
        )
        photo.save()
        photo.render()
    return photo
