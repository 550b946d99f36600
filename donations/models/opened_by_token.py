"""Rows with a page of their own, whose address is the only key to it."""

import base64
import hashlib
from typing import Any
from uuid import UUID

from ijm.keyed_hash import digest


class OpenedByToken:
    """256 bits that follow from the row and the pepper: a dump alone opens nothing.

    Derived, not random, so that a form sent twice leads to the same page twice.
    """

    token_purpose: str
    pk: UUID | Any

    @property
    def token(self) -> str:
        secret = digest(str(self.pk), self.token_purpose)
        return base64.urlsafe_b64encode(secret).rstrip(b"=").decode()


def token_digest(token: str) -> bytes:
    """What the database keeps of it, to find the row by."""
    return hashlib.sha256(token.encode()).digest()
