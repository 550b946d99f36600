"""The files of an export: pictures and documents, cleaned as those of any sender."""

import io
import re
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from stories import enclosing, imaging, mp3, pdf, picture_bytes
from stories.likeness import fingerprint, likeness
from stories.models import Enclosure, Photo
from stories.models.photo import random_name
from stories.moving.parcel import DAMAGED, Parcel
from stories.moving.putting_down import NotAsItShould

MOST = 100 * 2**20
FOLDER = re.compile(r"[0-9a-f]{24}\Z")
# After the beginning of its one scan a bare JPEG has no marker but its end.
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7]")


def photo(parcel: Parcel, number: int, row: Any) -> bool:
    """Its master, and what follows from the pixels. False where there is no file."""
    data = _bytes(parcel, f"masters/{number}.jpg")
    if data is None:
        return False
    try:
        pixels = imaging.receive(io.BytesIO(data), min(len(data), imaging.MOST_BYTES))
    except imaging.NotAPhoto as refused:
        raise NotAsItShould(f"its file: {refused.message}") from refused
    if not is_bare(data):
        data = imaging.master_bytes(pixels)
    if not FOLDER.match(row.folder):
        row.folder = random_name()
    row.width, row.height = pixels.size
    row.tone = imaging.tone_of(pixels)
    row.fingerprint, row.likeness = fingerprint(pixels), likeness(pixels)
    row.master = storages["private"].save(
        f"masters/{row.folder[:2]}/{row.folder}.jpg", ContentFile(data)
    )
    return True


def enclosure(parcel: Parcel, number: int, row: Any) -> bool:
    if row.kind == Enclosure.Kind.VIDEO:
        return True
    data = _bytes(parcel, f"enclosures/{number}.{row.kind}")
    if data is None:
        return False
    is_document = row.kind == Enclosure.Kind.DOCUMENT
    receive = enclosing.clean_document if is_document else enclosing.clean_sound
    try:
        cleaned = receive(row, SimpleUploadedFile("file", data))
    except (pdf.NotCleanable, mp3.NotSound) as refused:
        raise NotAsItShould(f"its file: {refused.message}") from refused
    row.size = len(cleaned)
    row.name = storages["private"].save(enclosing.name_of(row), ContentFile(cleaned))
    return True


TAKEN_IN: dict[type[Model], Callable[[Parcel, int, Any], bool]] = {
    Photo: photo,
    Enclosure: enclosure,
}


def is_bare(data: bytes) -> bool:
    """A JPEG that carries nothing beside its picture, so that it may stay as it is."""
    try:
        if picture_bytes.bare(data) != data:
            return False
    except ValueError:
        return False
    scan = data.find(b"\xff\xda")
    header = int.from_bytes(data[scan + 2 : scan + 4], "big")
    markers = MARKER.findall(data, scan + 2 + header)
    return markers == [b"\xff\xd9"] and data.endswith(b"\xff\xd9")


def _bytes(parcel: Parcel, name: str) -> bytes | None:
    size = parcel.size(name)
    if size is None:
        return None
    if size > MOST:
        raise NotAsItShould("its file is too large.")
    try:
        with parcel.open(name) as file:
            return file.read(MOST)
    except DAMAGED as broken:
        raise NotAsItShould("its file is damaged.") from broken
