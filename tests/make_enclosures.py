"""Makers: documents and recordings that may be published."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from stories import enclosing
from stories.body import Reference
from stories.models import Enclosure, Photo, Subject
from tests.make_files import mp3_bytes, pdf_bytes
from tests.make_stories import make_person, make_photo

SAID = "The rain had stopped.\n\nThen somebody knocked."


def make_document(**words: Any) -> Enclosure:
    file = SimpleUploadedFile("Annual report (final).pdf", pdf_bytes())
    row = Enclosure(
        kind="document",
        **{"title": "Annual report 2025", "recognisable": "nobody", **words},
    )
    return enclosing.keep(row, enclosing.clean_document(row, file), make_person())


def make_sound(**words: Any) -> Enclosure:
    file = SimpleUploadedFile("REC_0042.mp3", mp3_bytes())
    row = Enclosure(
        kind="audio",
        **{
            "title": "The knock",
            "recognisable": "nobody",
            "transcript": SAID,
            **words,
        },
    )
    return enclosing.keep(row, enclosing.clean_sound(row, file), make_person())


def make_video(poster: Photo | None = None, **words: Any) -> Enclosure:
    row = Enclosure(
        kind="video",
        poster=poster or make_photo(alt="A door."),
        **{
            "title": "The door",
            "host": "youtube",
            "host_id": "abcdefghijk",
            "seconds": 185,
            "recognisable": "nobody",
            "transcript": SAID,
            **words,
        },
    )
    return enclosing.keep(row, b"", make_person())


def make_recording_of(
    subject: Subject, *known_by: str, make: Callable[..., Enclosure] = make_sound
) -> Enclosure:
    """In which `subject` can be recognised."""
    row = make(recognisable="subject", known_by=list(known_by))
    row.subjects.add(subject)
    Enclosure.objects.filter(pk=row.pk).reconsider(timezone.now())
    row.refresh_from_db()
    return row


def enclosed(*things: Enclosure) -> str:
    """As a body refers to them."""
    kind = "recording" if things[0].is_recording else "documents"
    return str(Reference(kind, tuple(each.pk for each in things)))
