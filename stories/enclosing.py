"""Taking in a document or sound: its clean bytes are kept, those received never."""

from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import slugify

from stories import mp3, pdf
from stories.models.enclosure import Enclosure
from stories.models.replacing import random_name

if TYPE_CHECKING:
    from ijm.models import StaffMember

LONGEST_NAME = 60


def clean_document(enclosure: Enclosure, file: UploadedFile) -> bytes:
    """The bytes to keep; the row learns how many pages. Raises pdf.NotCleanable."""
    cleaned = pdf.receive(file, file.size or 0, enclosure.title)  # type: ignore[arg-type]
    enclosure.pages = cleaned.pages
    return cleaned.data


def clean_sound(enclosure: Enclosure, file: UploadedFile) -> bytes:
    """The bytes to keep; the row learns how long it lasts. Raises mp3.NotSound."""
    sound = mp3.receive(file, file.size or 0)  # type: ignore[arg-type]
    enclosure.seconds = sound.seconds
    return sound.data


def keep(enclosure: Enclosure, data: bytes, by: "StaffMember") -> Enclosure:
    """Store the row, and its bytes under a name that nobody can guess."""
    enclosure.received_by, enclosure.size = by, len(data)
    if data:
        enclosure.name = storages["private"].save(name_of(enclosure), ContentFile(data))
    enclosure.save()
    return enclosure


def name_of(enclosure: Enclosure) -> str:
    """Random to be found by none, and readable to those who have fetched it."""
    folder = random_name()
    ending = "pdf" if enclosure.kind == Enclosure.Kind.DOCUMENT else "mp3"
    words = slugify(enclosure.title)[:LONGEST_NAME].strip("-") or enclosure.kind
    return f"enclosures/{folder[:2]}/{folder}-{words}.{ending}"
