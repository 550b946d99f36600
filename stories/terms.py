"""What somebody typed to look for, and the SQL that means it."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from stories.models.searching import UNSPACED_LETTERS, ZERO_WIDTH_SPACE

BEGUN = re.compile(r"\w{3,}\Z")  # two letters begin half the words there are
OR = re.compile(r"\bor\s*\Z", re.IGNORECASE)
WHOLE = "websearch_to_tsquery('story_words', %(text)s)"
BEGINNING = (
    "(websearch_to_tsquery('story_words', %(before)s)"
    " {joined} to_tsquery('story_words', %(begun)s))"
)
# As the index of such editions has it.
UNSPACED = "(title ~ %(unspaced)s OR plain_text ~ %(unspaced)s)"
PART = (
    "(title ILIKE %({part})s"
    " OR replace(plain_text, %(zero_width)s, '') ILIKE %({part})s)"
)


@dataclass(frozen=True)
class Terms:
    """What somebody typed: words as on the web, the last perhaps only begun."""

    text: str

    @cached_property
    def is_unspaced(self) -> bool:
        return bool(re.search(UNSPACED_LETTERS, self.text))

    @property
    def query(self) -> str:
        """The SQL of a tsquery, of the parameters below."""
        if not self._begun:
            return WHOLE
        joined = "||" if OR.search(self._before) else "&&"
        return f"({WHOLE} || {BEGINNING.format(joined=joined)})"

    @property
    def matches(self) -> str:
        if not self.is_unspaced:
            return f"search @@ {self.query}"
        parts = (PART.format(part=part) for part in self._likes)
        return " AND ".join([UNSPACED, *parts])

    @property
    def rank(self) -> str:
        if self.is_unspaced:
            return "(title ILIKE %(part_0)s)::int"
        return f"ts_rank(search, {self.query})"

    @property
    def parts(self) -> list[str]:
        return self.text.replace(ZERO_WIDTH_SPACE, "").split()

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "before": OR.sub("", self._before),
            "begun": f"{self._begun}:*",
            **self._likes,
            "unspaced": UNSPACED_LETTERS,
            "zero_width": ZERO_WIDTH_SPACE,
        }

    @cached_property
    def _likes(self) -> dict[str, str]:
        return {
            f"part_{number}": f"%{_escaped(part)}%"
            for number, part in enumerate(self.parts)
        }

    @cached_property
    def _begun(self) -> str:
        """The last word, where it may be the beginning of a longer one."""
        last = BEGUN.search(self.text)
        if last is None or self.text.count('"') % 2:
            return ""
        joined = self.text[: last.start()][-1:]
        return last[0] if joined in ("", " ") and last[0].lower() != "or" else ""

    @property
    def _before(self) -> str:
        return self.text[: len(self.text) - len(self._begun)]


def _escaped(part: str) -> str:
    return re.sub(r"([%_\\])", r"\\\1", part)
