"""Footnoted sources: written where they belong, listed by number under the text.

In a body a source is `<sup data-source="">its words</sup>`, so it moves, changes and
goes with its sentence, and nobody keeps count. The same words twice are one source.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

SOURCE = re.compile(r'<sup data-source="">(.*?)</sup>', re.DOTALL)

Mark = Callable[["Source"], str]


@dataclass
class Source:
    """`words` may hold a link: they come from a body that was sanitised."""

    number: int
    words: SafeString
    mentions: int = 0

    @property
    def anchors(self) -> list[str]:
        """Where the text names it, to lead back there."""
        return [f"source-{self.number}-{nth + 1}" for nth in range(self.mentions)]


def numbered(html: str, mark: Mark) -> tuple[str, list[Source]]:
    """The text with a mark for each source, and the sources in their order."""
    found: dict[str, Source] = {}

    def replaced(each: re.Match[str]) -> str:
        words = each[1].strip()
        fresh = Source(len(found) + 1, mark_safe(words))  # noqa: S308 - see Source
        source = found.setdefault(words, fresh)
        source.mentions += 1
        return mark(source)

    return SOURCE.sub(replaced, html), list(found.values())


def linked(source: Source) -> str:
    """The mark of our own pages; its link and its name are of numbers alone."""
    number = source.number
    return (
        f'<sup class="source-mark"><a id="{source.anchors[-1]}" '
        f'href="#source-{number}" role="doc-noteref">{number}</a></sup>'
    )


def plain(source: Source) -> str:
    """Where a link inside the page may lead nowhere: feeds and mail."""
    return f"<sup>[{source.number}]</sup>"
