"""The one door for mail: a row in the outbox, in the transaction that causes it."""

from collections.abc import Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from ijm.contributions import letters
from ijm.models.mail import OutgoingMail


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
    letters.named(letter)  # an unknown name fails here, in the causing transaction
    OutgoingMail.objects.bulk_create(
        [
            OutgoingMail(
                cause=cause,
                letter=letter,
                recipient=to,
                language=language,
                content_type=about and ContentType.objects.get_for_model(about),
                object_id=str(about.pk) if about else "",
                extra=dict(extra or {}),
            )
        ],
        ignore_conflicts=True,
    )
