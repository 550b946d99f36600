"""Makers: subjects and what they agreed to. Plain functions, no real person's words."""

import itertools
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ijm.dates import today
from stories import consenting, signed_form
from stories.models import Consent, Photo, Story, Subject
from tests.make_stories import make_person, make_photo, make_story

counter = itertools.count(1)
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
YEAR = timedelta(days=365)


def make_subject(**columns: Any) -> Subject:
    """Somebody whose case was closed long ago."""
    number = next(counter)
    return Subject.objects.create(
        **{
            "reference": f"S-{number:03}",
            "pseudonym": f"Name {number}",
            "case_closed_on": today() - 2 * YEAR,
            **columns,
        }
    )


def form_file(data: bytes = PDF, name: str = "form.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def hand_in(
    subject: Subject, photos: Any = (), enclosures: Any = (), **columns: Any
) -> Consent:
    """A consent that waits: of an adult, to everything, for a year and a half."""
    consent = Consent(
        **{
            "subject": subject,
            "age": "adult",
            "language": "Khmer",
            "explained_by": "An interpreter",
            "recorded": "signed",
            "channels": ["web", "newsletter", "social", "print"],
            "identifiers": ["picture", "name", "place", "details"],
            "given_on": today() - YEAR,
            "expires_on": today() + YEAR / 2,
            **columns,
        }
    )
    form = signed_form.received(form_file())
    things = photos, enclosures
    consenting.hand_in(consent, form, things, make_person(), timezone.now())
    return consent


def make_consent(subject: Subject, photos: Any = (), **columns: Any) -> Consent:
    """A consent in force."""
    consent = hand_in(subject, photos, **columns)
    consent.verify(
        make_person("Verifier of tests"),
        risk="None that we know.",
        risk_assessed_on=consent.given_on,
        now=timezone.now(),
    )
    return consent


def make_portrait(subject: Subject, **words: Any) -> Photo:
    """A photo in which `subject` can be recognised."""
    photo = make_photo(**{"recognisable": "subject", **words})
    photo.subjects.add(subject)
    Photo.objects.filter(pk=photo.pk).reconsider(timezone.now())
    photo.refresh_from_db()
    return photo


def make_story_of(subject: Subject, *known_by: str, **columns: Any) -> Story:
    """A draft in whose words `subject` appears."""
    story = make_story(**{"recognisable": "subject", **columns})
    story.appearances.create(subject=subject, known_by=list(known_by))
    story.revise(make_person())
    return story


def in_days(days: int) -> date:
    return today() + timedelta(days=days)
