"""Gatherings: a list, a page, a calendar; only what was published."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from newsletter.addresses import preferences_token
from newsletter.icalendar import fold
from newsletter.models import Gathering
from tests.make_newsletter import join, visitor


def gathering(**more: object) -> Gathering:
    begins = timezone.now() + timedelta(days=7)
    return Gathering.objects.create(
        **{
            "title": "Evening; with, commas",
            "slug": "evening",
            "summary": "A talk “and questions” – " + "words " * 30,
            "starts_at": begins,
            "ends_at": begins + timedelta(hours=2),
            "venue": "Town Hall",
            "country": "AU",
            **more,
        }
    )


def test_it_shows_only_what_was_published(db):
    row = gathering()
    for address in ("/events/", "/events.ics"):
        assert b"Town Hall" not in visitor().get(address).content
    assert visitor().get("/events/evening/").status_code == 404
    row.publish(timezone.now())
    for address in ("/events/", "/events.ics", "/events/evening/"):
        assert b"Town Hall" in visitor().get(address).content


def test_the_calendar_keeps_to_rfc_5545(db):
    gathering().publish(timezone.now())
    response = visitor().get("/events.ics")
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/calendar")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "SUMMARY:Evening\\; with\\, commas" in text
    unfolded = text.replace("\r\n ", "")
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == 1
    assert "\n" not in text.replace("\r\n", "")


def test_folding_cuts_no_letter():
    line = "é" * 100
    pieces = list(fold(line))
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == line
    assert all(len(piece.encode()) <= 75 for piece in pieces)


def test_a_cancelled_one_says_so(db):
    row = gathering()
    row.publish(timezone.now())
    row.cancel(timezone.now())
    assert b"This event is cancelled" in visitor().get("/events/evening/").content
    assert b"STATUS:CANCELLED" in visitor().get("/events.ics").content


def test_times_are_those_of_the_place(db):
    begins = datetime(2030, 7, 1, 0, 30, tzinfo=UTC)
    row = gathering(
        starts_at=begins,
        ends_at=begins + timedelta(hours=1),
        time_zone="Australia/Perth",
    )
    row.publish(timezone.now())
    assert b"Monday 1 July 2030, 8:30 a.m." in visitor().get("/events/evening/").content


AREAS = [
    ("AU", [], "AU", "", True),
    ("AU", ["20", "21"], "AU", "2042", True),
    ("AU", ["20", "21"], "AU", "3000", False),
    ("AU", ["20"], "NZ", "2042", False),
    ("AU", ["2"], "AU", "", True),
    ("GB", ["SW1A1"], "GB", "SW1A 1AA", True),
    ("GB", ["SW1A 2"], "GB", "SW1A 1AA", False),
]


@pytest.mark.parametrize(("country", "prefixes", "lives_in", "postcode", "near"), AREAS)
def test_readers_see_what_comes_in_their_area(
    charity, country, prefixes, lives_in, postcode, near
):
    gathering(country=country, postcode_prefixes=prefixes).publish(timezone.now())
    reader = join("near@example.org", "events", country=lives_in, postcode=postcode)
    page = visitor().get(f"/newsletter/preferences/{preferences_token(reader.pk)}/")
    assert (b"Coming up near you" in page.content) == near
    assert (b"/events/evening/" in page.content) == near


def test_cancelled_and_past_ones_are_not_among_them(charity):
    row = gathering()
    row.publish(timezone.now())
    reader = join("near@example.org", "events", country="AU")
    row.cancel(timezone.now())
    page = visitor().get(f"/newsletter/preferences/{preferences_token(reader.pk)}/")
    assert b"Coming up near you" not in page.content


def test_it_cannot_end_before_it_begins(db):
    with pytest.raises(DatabaseError), transaction.atomic():
        gathering(ends_at=timezone.now())
