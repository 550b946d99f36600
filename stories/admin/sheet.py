"""What the page of a story's form knows of itself: whose it is, in which window."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from ijm.keyed_hash import digest
from stories.admin.meeting import Meeting
from stories.models import Buffer, Presence, Story
from stories.models.buffer import WINDOW

# Fields of the page and not of the story: what it keeps of a form leaves them out.
ITS_FIELDS = ("window", "number", "instead_of", "opened_by", "ping")


@dataclass
class Sheet:
    person: Any
    story: Story | None
    window: str
    instead_of: str = ""
    number: int = 0
    opened_by: str = ""
    from_browser: bool = False
    note: str = ""
    meeting: Meeting | None = None

    @classmethod
    def of(cls, request: HttpRequest, story: Story | None) -> "Sheet":
        """The same window again after a refused save; else a new one."""
        sent = request.POST
        window, number = sent.get("window", ""), sent.get("number", "")
        return cls(
            person=request.user,
            story=story,
            window=window if WINDOW.fullmatch(window) else secrets.token_hex(8),
            instead_of=sent.get("instead_of", ""),
            number=int(number) if number.isdecimal() and len(number) < 10 else 0,
            opened_by=sent.get("opened_by", ""),
        )

    def begin_anew(self, instead_of: str) -> None:
        """Another window goes on with the words of one that is gone."""
        self.window, self.instead_of, self.number = secrets.token_hex(8), instead_of, 0

    @property
    def is_of_somebody_else(self) -> bool:
        """Two people at one computer: the form is open, and another has signed in."""
        return self.opened_by not in ("", str(self.person.pk))

    @property
    def kept_at(self) -> str:
        """Where the page sends what is typed."""
        if self.story is None:
            return reverse("admin:stories_story_new_buffer")
        return reverse("admin:stories_story_buffer", args=[self.story.pk])

    @property
    def door(self) -> str:
        return door()

    @property
    def seal(self) -> str:
        """Seals what a browser keeps: only pages of this person can open it again."""
        return digest(str(self.person.pk), "stories.browser-copy").hex()

    @property
    def offers(self) -> Any:
        """Words that were typed elsewhere and never saved."""
        mine = Buffer.objects.of(self.person).about(self.story)
        return mine.exclude(window__in=[self.window, self.instead_of])

    @property
    def others(self) -> Any:
        if self.story is None:
            return Presence.objects.none()
        return Presence.objects.now_at(self.story, timezone.now()).beside(self.person)


def door() -> str:
    """Where somebody signs in beside an open page, which is not left."""
    after = reverse("admin:stories_story_signed_in")
    return reverse("admin:login", query={"next": after})
