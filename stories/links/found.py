"""Which addresses a public copy leads its readers to."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

from stories.models.edition import Edition

# Bodies were sanitised: attributes stand in double quotes.
LINK = re.compile(r'<a\s[^>]*?href="([^"]*)"')
LONGEST = 2_000


def addresses_in(edition: Edition) -> list[str]:
    """Each once. One of our own site is a path, all others are whole."""
    here = settings.SITE_URL + edition.get_absolute_url()
    found = (_address(each, here) for each in _written(edition))
    return list(dict.fromkeys(each for each in found if each))


def is_inside(address: str) -> bool:
    return address.startswith("/")


def inside(address: str) -> str:
    """The path, where an address is one of our own site; empty where it is not."""
    parts, ours = urlsplit(address), urlsplit(settings.SITE_URL)
    if parts.netloc.lower() != ours.netloc.lower():
        return ""
    path = "/" + parts.path.lstrip("/")
    return path + (f"?{parts.query}" if parts.query else "")


def _written(edition: Edition) -> Iterator[str]:
    for found in LINK.finditer(edition.body):
        yield unescape(found[1]).strip()
    for link in edition.links:
        yield link["url"].strip()
    yield edition.canonical_elsewhere


def _address(written: str, here: str) -> str:
    """Empty for a place on the page itself, for mail, and for what nobody can open."""
    if not written or written.startswith("#"):
        return ""
    try:
        whole = urldefrag(urljoin(here, written)).url
        if urlsplit(whole).scheme not in ("http", "https"):
            return ""
        address = inside(whole) or whole
    except ValueError:
        return ""
    address = iri_to_uri(address)
    return address if len(address) <= LONGEST else ""
