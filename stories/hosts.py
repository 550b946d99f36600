"""The two houses whose videos we may show, without telling them who reads our pages.

Nothing of theirs is asked for until a visitor presses play, and then by the address
that they keep for those who do not want to be followed.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
# A number, and behind it the word that opens an unlisted one.
VIMEO_ID = re.compile(r"(\d{5,12})(?:/([0-9a-f]{8,12}))?", re.ASCII)
YOUTUBE = {"youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be"}
YOUTUBE |= {"www.youtube-nocookie.com"}
VIMEO = {"vimeo.com", "www.vimeo.com", "player.vimeo.com"}
PATHS = ("embed", "shorts", "live", "video")
NOT_THERE = _(
    "Paste the address of one video at YouTube or Vimeo, like "
    "https://www.youtube.com/watch?v=… or https://vimeo.com/…"
)


@dataclass(frozen=True)
class Hosted:
    """One video at one of the two."""

    host: str
    id: str

    @classmethod
    def at(cls, address: str) -> "Hosted":
        """Raises ValidationError where the address leads to no video of theirs."""
        try:
            url = urlsplit(address.strip())
        except ValueError as broken:
            raise ValidationError(NOT_THERE, code="address") from broken
        parts = [part for part in url.path.split("/") if part not in ("", *PATHS)]
        if url.hostname in YOUTUBE:
            asked = parse_qs(url.query).get("v") or parts[:1]
            if asked and YOUTUBE_ID.fullmatch(asked[0]):
                return cls("youtube", asked[0])
        if url.hostname in VIMEO:
            word = parse_qs(url.query).get("h", parts[1:2])
            number = "/".join([*parts[:1], *word])
            if VIMEO_ID.fullmatch(number):
                return cls("vimeo", number)
        raise ValidationError(NOT_THERE, code="address")

    @property
    def name(self) -> str:
        return {"youtube": "YouTube", "vimeo": "Vimeo"}[self.host]

    @property
    def page(self) -> str:
        """Where it is watched without us."""
        if self.host == "youtube":
            return f"https://www.youtube.com/watch?v={self.id}"
        return f"https://vimeo.com/{self.id}"

    @property
    def origin(self) -> str:
        """Whose frames a page that shows it must allow."""
        return {
            "youtube": "https://www.youtube-nocookie.com",
            "vimeo": "https://player.vimeo.com",
        }[self.host]

    @property
    def frame(self) -> str:
        """The player, which begins at once: somebody has just pressed play."""
        if self.host == "youtube":
            return f"{self.origin}/embed/{self.id}?autoplay=1&rel=0"
        number, _slash, word = self.id.partition("/")
        opened = f"&h={word}" if word else ""
        return f"{self.origin}/video/{number}?autoplay=1&dnt=1{opened}"
