"""Gatherings as iCalendar (RFC 5545): times in UTC, lines folded at 75 octets."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from django.conf import settings

from newsletter.models import Gathering


def calendar(gatherings: Iterable[Gathering], name: str, now: datetime) -> str:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{escaped(name)}//Events//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for gathering in gatherings:
        lines += _event(gathering, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in fold(line))


def _event(gathering: Gathering, now: datetime) -> list[str]:
    place = ", ".join(filter(None, [gathering.venue, gathering.address]))
    return [
        "BEGIN:VEVENT",
        f"UID:gathering-{gathering.pk}@{settings.CANONICAL_HOST}",
        f"DTSTAMP:{_utc(now)}",
        f"DTSTART:{_utc(gathering.starts_at)}",
        f"DTEND:{_utc(gathering.ends_at)}",
        f"SUMMARY:{escaped(gathering.title)}",
        f"DESCRIPTION:{escaped(gathering.summary)}",
        f"LOCATION:{escaped(place)}",
        f"URL:{settings.SITE_URL}{gathering.get_absolute_url()}",
        f"STATUS:{'CANCELLED' if gathering.is_cancelled else 'CONFIRMED'}",
        "END:VEVENT",
    ]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(text.splitlines())


def fold(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets, cutting no letter; all but the first indented."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > 75:
            yield piece
            piece = " "
        piece += letter
    yield piece
