"""Links that carry a right: for one purpose, for a time, used up where asked.

Tokens have 256 random bits (ASVS 11.5.1 asks 128); the database holds SHA-256 of them.
"""

import hashlib
import re
import secrets
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm.models.link import Link

TOKEN_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}\Z")


class LinkRefused(Exception):
    """The link opens nothing; `message` tells the visitor what to do."""

    message: str | Promise = _("This link does not work. Ask for a new one.")


class LinkUnknown(LinkRefused):
    message = _(
        "This link is not complete or was never ours. Open it again from the e-mail, "
        "or ask for a new one."
    )


class LinkExpired(LinkRefused):
    message = _("This link has expired. Ask for a new one; it arrives in a minute.")


class LinkUsed(LinkRefused):
    message = _("This link has been used already. Ask for a new one if you need it.")


def digest(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()


def mint(purpose: str, about: models.Model, lifetime: timedelta) -> str:
    """A new 43-character token that opens `about` for `lifetime`."""
    token = secrets.token_urlsafe(32)
    Link.objects.create(
        purpose=purpose,
        digest=digest(token),
        content_type=ContentType.objects.get_for_model(about),
        object_id=str(about.pk),
        expires_at=timezone.now() + lifetime,
    )
    return token


def find(purpose: str, token: str) -> Link:
    """The link behind a token; raises LinkUnknown, LinkExpired or LinkUsed."""
    if not TOKEN_SHAPE.match(token):
        raise LinkUnknown
    link = (
        Link.objects.filter(purpose=purpose, digest=digest(token))
        .select_related("content_type")
        .first()
    )
    if link is None:
        raise LinkUnknown
    if link.consumed_at:
        raise LinkUsed
    if link.expires_at <= timezone.now():
        raise LinkExpired
    return link


def sign(purpose: str, value: str) -> str:
    """`value` and its signature, URL-safe. Nothing is stored; it can be read."""
    return signing.dumps(value, salt=f"ijm.links.{purpose}")


def seal(purpose: str, value: str) -> str:
    """`value` (letters, digits, dots) and its signature: short, and without a date."""
    return signing.Signer(salt=f"ijm.links.{purpose}").sign(value)


def unseal(purpose: str, token: str) -> str:
    """What `seal` was given; raises LinkUnknown."""
    try:
        return signing.Signer(salt=f"ijm.links.{purpose}").unsign(token)
    except signing.BadSignature as forged:
        raise LinkUnknown from forged


def unsign(purpose: str, token: str, max_age: timedelta | None = None) -> str:
    """What `sign` was given; raises LinkExpired or LinkUnknown."""
    try:
        return signing.loads(token, salt=f"ijm.links.{purpose}", max_age=max_age)
    except signing.SignatureExpired as old:
        raise LinkExpired from old
    except (signing.BadSignature, ValueError) as forged:
        raise LinkUnknown from forged
