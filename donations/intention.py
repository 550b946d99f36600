"""What somebody wants to give, before anything is written: typed, checked, signed."""

import hashlib
import json
import re
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from donations.models.giving_option import MONTHLY
from donations.schedule import Schedule, first_gift, first_taken_at_once
from ijm import links
from ijm.money import Money

PURPOSE = "give-review"
OFFLINE = "offline"
REVIEW_LASTS = timedelta(hours=2)
KEY_SHAPE = re.compile(r"[A-Za-z0-9_-]{22}\Z")
SLUG_SHAPE = re.compile(r"[-\w]{1,120}\Z")


def fresh_key() -> str:
    """128 random bits, one for each form shown."""
    return secrets.token_urlsafe(16)


def kept_key(typed: str) -> str:
    """The key a form came with, or a new one where it came with none."""
    return typed if KEY_SHAPE.match(typed) else fresh_key()


@dataclass(frozen=True, slots=True)
class Intention:
    frequency: str
    amount_minor: int
    currency: str
    name: str
    email: str
    fund: str = ""
    campaign: str = ""
    day: int = 0
    first_due: str = ""
    source: str = ""
    key: str = ""
    version: str = ""
    updates: bool = False
    costs_minor: int = 0
    organisation: str = ""
    anonymous: bool = False
    tribute: str = ""
    tribute_to: str = ""
    tribute_words: str = ""
    # The processor whose page the gift is paid on, or bank transfer.
    by: str = OFFLINE
    # The version of the words ticked, and what HMRC asks to know.
    gift_aid: str = ""
    title: str = ""
    first_name: str = ""
    last_name: str = ""
    house: str = ""
    postcode: str = ""

    @classmethod
    def read(cls, token: str) -> "Intention":
        """What `signed` made; raises `links.LinkRefused` when old or not ours."""
        return cls(**json.loads(links.unsign(PURPOSE, token, REVIEW_LASTS)))

    @classmethod
    def recover(cls, token: str) -> "Intention":
        """The same, however old: to show it again, never to act on it."""
        return cls(**json.loads(links.unsign(PURPOSE, token)))

    def planned(self, today: date, notice: timedelta, version: str) -> "Intention":
        """As it would begin today, under today's words."""
        if not self.day:
            return replace(self, first_due="", version=version)
        if self.is_by_card:
            first = first_taken_at_once(today, self.day)
        else:
            first = first_gift(today, self.day, notice)
        return replace(self, first_due=first.isoformat(), version=version)

    @property
    def columns(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def signed(self) -> str:
        return links.sign(PURPOSE, json.dumps(self.columns, separators=(",", ":")))

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def costs(self) -> Money:
        return Money(self.costs_minor, self.currency)

    @property
    def gift(self) -> Money:
        """The amount without what was added towards costs."""
        return self.amount - self.costs

    @property
    def is_monthly(self) -> bool:
        return self.frequency == MONTHLY

    @property
    def is_by_card(self) -> bool:
        return self.by != OFFLINE

    @property
    def starts_on(self) -> date:
        return date.fromisoformat(self.first_due)

    @property
    def schedule(self) -> Schedule:
        return Schedule(self.starts_on, self.day)

    @property
    def dates(self) -> list[date]:
        """The first gift and the two after it."""
        return [self.schedule.due_on(n) for n in (1, 2, 3)]

    @property
    def source_path(self) -> str:
        return f"/stories/{self.source}/" if self.source else ""

    @property
    def digest(self) -> bytes:
        """The same for the same gift, whichever form it came by."""
        body = asdict(replace(self, key="", version="", first_due=""))
        return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).digest()

    def under(self, key: str) -> "Intention":
        return replace(self, key=key)
