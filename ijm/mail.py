"""The one door for mail: a row in the outbox, in the transaction that causes it.

Here too a composed letter becomes a message; `ijm.delivery` takes it from there.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from email import message_from_bytes
from email.policy import default
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.mail import EmailMultiAlternatives
from django.db import models

from ijm.contributions import letters
from ijm.letters import Composed
from ijm.models.mail import OutgoingMail
from ijm.models.site_settings import SiteSettings

_held_because: ContextVar[str] = ContextVar("held_because", default="")


@contextmanager
def held(why: str) -> Iterator[None]:
    """Within, letters are written down as not sent, for people to decide about."""
    token = _held_because.set(why)
    try:
        yield
    finally:
        _held_because.reset(token)


def post(
    letter: str,
    *,
    to: str,
    about: models.Model | None,
    cause: str,
    language: str = "",
    extra: Mapping[str, Any] | None = None,
) -> None:
    """Put one letter in the outbox; a second call with the same `cause` does nothing.

    The words are made while sending, so no token ever lies in the database.
    """
    kind = ContentType.objects.get_for_model(about) if about else None
    why = _held_because.get()
    letters.named(letter)  # an unknown name fails here, in the causing transaction
    OutgoingMail.objects.bulk_create(
        [
            OutgoingMail(
                cause=cause,
                letter=letter,
                recipient=to,
                language=language,
                content_type=kind,
                object_id=str(about.pk) if about else "",
                extra=dict(extra or {}),
                state=OutgoingMail.FAILED if why else OutgoingMail.WAITING,
                error=why,
            )
        ],
        ignore_conflicts=True,
    )


def message_id(outgoing: OutgoingMail) -> str:
    """The same for every try, so that a mail box can fold two copies into one."""
    moment = int(outgoing.created_at.timestamp())
    return f"<{outgoing.pk}.{moment}@{urlsplit(settings.SITE_URL).hostname}>"


def parsed(raw: bytes) -> EmailMultiAlternatives:
    """A finished mail as Django's object, for roads that do not take bytes."""
    read = message_from_bytes(raw, policy=default)
    text, html = read.get_body(("plain",)), read.get_body(("html",))  # type: ignore[attr-defined]
    apart = {"subject", "from", "to", "reply-to", "content-type", "mime-version"}
    return EmailMultiAlternatives(
        subject=read["Subject"],
        body=text.get_content() if text else "",
        from_email=read["From"],
        to=[read["To"]],
        reply_to=[read["Reply-To"]],
        headers={k: str(v) for k, v in read.items() if k.lower() not in apart},
        alternatives=[(html.get_content(), "text/html")] if html else [],
    )


def plain(subject: str, body: str, to: str) -> EmailMultiAlternatives:
    """A word to whoever keeps the site; needs no database."""
    sender = settings.DEFAULT_FROM_EMAIL
    return EmailMultiAlternatives(subject, body, from_email=sender, to=[to])


def message(
    composed: Composed, to: str, identifier: str = ""
) -> EmailMultiAlternatives:
    """The bytes-to-be of a letter. A line break in any header raises BadHeaderError."""
    site = SiteSettings.current()
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    headers = {"Auto-Submitted": "auto-generated", **composed.headers}
    if identifier:
        headers["Message-ID"] = identifier
    return EmailMultiAlternatives(
        subject=composed.subject,
        body=composed.text,
        from_email=formataddr((site.name, address)),
        to=[to],
        reply_to=[site.email],
        headers=headers,
        alternatives=[(composed.html, "text/html")],
    )
