"""Notices as Stripe sends them: signed by its scheme, as unreliable as a test wants.

`waiting()` are those not sent yet; a test reorders, repeats, forges or drops them.
"""

import hashlib
import hmac
import json
import time
import urllib.request
from dataclasses import dataclass
from typing import Any

from tests.stripe_double.books import Books

SECRET = "whsec_of_the_double_and_of_nothing_else"


@dataclass(frozen=True)
class Notice:
    body: bytes
    signature: str
    event: dict[str, Any]

    @property
    def headers(self) -> dict[str, str]:
        return {"Stripe-Signature": self.signature}


class Post:
    def __init__(self, books: Books, secret: str = SECRET) -> None:
        self.books, self.secret, self.sent = books, secret, 0

    def waiting(self, *kinds: str) -> list[Notice]:
        """What happened since the last look; of these kinds, where some are named."""
        fresh = self.books.events[self.sent :]
        self.sent = len(self.books.events)
        return [
            self.notice(event)
            for event in fresh
            if not kinds or event["type"].startswith(kinds)
        ]

    def notice(
        self, event: dict[str, Any], secret: str = "", at: float | None = None
    ) -> Notice:
        body = json.dumps(event).encode()
        moment = int(time.time() if at is None else at)
        signed = f"{moment}.".encode() + body
        key = (secret or self.secret).encode()
        made = hmac.new(key, signed, hashlib.sha256).hexdigest()
        return Notice(body, f"t={moment},v1={made}", event)

    def send(self, address: str, notice: Notice) -> int:
        asked = urllib.request.Request(
            address,
            data=notice.body,
            headers={**notice.headers, "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return answer.status
