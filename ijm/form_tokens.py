"""A signed note of when a public form was printed, in place of a CSRF cookie.

Cached pages share one token, so it proves only that somebody fetched a page of ours
and when; what to ask of its age is the form's affair.
"""

from datetime import timedelta

from django.core import signing
from django.utils import timezone


def mint(purpose: str) -> str:
    return signing.dumps(int(timezone.now().timestamp()), salt=f"ijm.form.{purpose}")


def age(purpose: str, token: str) -> timedelta | None:
    """How long ago the form was printed; None when the token is absent or forged."""
    try:
        printed = signing.loads(token, salt=f"ijm.form.{purpose}")
    except (signing.BadSignature, ValueError):
        return None
    return timedelta(seconds=timezone.now().timestamp() - printed)
