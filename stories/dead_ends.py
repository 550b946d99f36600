"""Where a withdrawn story may lead: to a page that is there, and nowhere else."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import Http404, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stories.forwarding import whereabouts
from stories.models import Edition, Story

UNCLEAR = _(
    "Write a path of this site, like /stories/the-new-one/, or an address that begins "
    "with https://."
)
UNCLEAR_INSIDE = _("Write a path of this site that begins with one slash.")
NOWHERE = _("Readers would find nothing there. Copy the address of a page that opens.")
ITSELF = _("This is the story’s own address. Where is it now?")
BEHIND_SIGN_IN = _("This page is not for readers. Copy the address of one that is.")

outside = URLValidator(schemes=["https"])


def dead_end(address: str, story: Story, now: datetime) -> Promise | None:
    """Why `address` can take no reader of `story` any further, or None."""
    if any(letter <= " " or letter == "\\" for letter in address):
        return UNCLEAR
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        if _is_ours(parts.netloc):
            return _inside(parts.path, story, now)
        return _outside(address, parts.netloc)
    if not address.startswith("/"):
        return UNCLEAR
    return _inside(parts.path, story, now)


def dead_end_inside(path: str, now: datetime) -> Promise | None:
    """Why a path of this site takes a reader nowhere; other sites are refused."""
    if any(letter <= " " or letter == "\\" for letter in path):
        return UNCLEAR_INSIDE
    if path[:1] != "/" or path[:2] == "//":
        return UNCLEAR_INSIDE
    return _inside(urlsplit(path).path, None, now)


def _is_ours(netloc: str) -> bool:
    return netloc == urlsplit(settings.SITE_URL).netloc


def _outside(address: str, netloc: str) -> Promise | None:
    try:
        outside(address)
    except ValidationError:
        return UNCLEAR
    # “https://who@where”: people read the first, browsers go to the second.
    return UNCLEAR if "@" in netloc else None


def _inside(path: str, story: Story | None, now: datetime) -> Promise | None:
    try:
        found = resolve(path)
    except Resolver404:
        return NOWHERE
    if "admin" in found.namespaces:
        return BEHIND_SIGN_IN
    if found.view_name not in {"stories:story", "stories:page"}:
        return None
    slug = found.kwargs["slug"]
    if story and (slug == story.slug or story.editions.filter(slug=slug).exists()):
        return ITSELF
    return None if _leads_on(slug, now) else NOWHERE


def _leads_on(slug: str, now: datetime) -> bool:
    if Edition.objects.public(now).filter(slug=slug).exists():
        return True
    try:
        return isinstance(whereabouts(slug, now), HttpResponse)
    except Http404:
        return False
