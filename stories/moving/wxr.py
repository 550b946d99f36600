"""WordPress's export file (WXR), read in a stream with flat memory.

Where the file breaks, the item in question is left out and reading goes on at the next.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.parsers import expat

from stories.moving.wxr_parsing import NOT_WXR, Element, NotAnExport, Reading
from stories.moving.xml_text import XmlText

ITEM = re.compile(r"<item[\s>]")
PROLOGUE = (
    '<rss xmlns:wp="http://wordpress.org/export/1.2/"'
    ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:wfw="http://wellformedweb.org/CommentAPI/"><channel>'
)


@dataclass(frozen=True)
class Break:
    """Where the file could not be read, and the title of what was lost there."""

    line: int
    title: str


class Export:
    """Iterate over it for `Element`s. Then `breaks`, `mended` and `head` are known."""

    def __init__(self, file: BinaryIO) -> None:
        self.text = XmlText(file)
        self.breaks: list[Break] = []
        self.head: dict[str, str] = {}

    @property
    def mended(self) -> int:
        return self.text.mended

    def __iter__(self) -> Iterator[Element]:
        chunks = iter(self.text)
        reading: Reading | None = Reading(self.head)
        for chunk in chunks:
            rest = chunk
            while reading and (broken := self._take(reading, rest)) is not None:
                yield from reading.found()
                rest, skipped = _from_next_item(broken, chunks)
                lines = reading.line + skipped - 1  # the parser counts from one
                reading = Reading(self.head, PROLOGUE, lines) if rest else None
            if reading is None:
                return
            yield from reading.found()
        self._finish(reading)

    def _take(self, reading: "Reading", text: str) -> str | None:
        """Feed it; where it breaks, note that, and give back what comes after."""
        try:
            reading.feed(text)
        except expat.ExpatError as broken:
            if not reading.is_export:
                raise NotAnExport(NOT_WXR) from broken
            self._note(reading)
            return text[reading.place_in(text) :]
        return None

    def _finish(self, reading: "Reading | None") -> None:
        if reading is None:
            return
        try:
            reading.close()
        except expat.ExpatError as broken:
            if not reading.is_export:
                raise NotAnExport(NOT_WXR) from broken
            self._note(reading)
        if not reading.is_export:
            raise NotAnExport(NOT_WXR)

    def _note(self, reading: "Reading") -> None:
        self.breaks.append(Break(reading.line, reading.title))


def _from_next_item(text: str, chunks: Iterator[str]) -> tuple[str, int]:
    """The rest of the file from its next item on, and how many lines were skipped."""
    skipped = 0
    while not (found := ITEM.search(text, 1)):
        more = next(chunks, None)
        if more is None:
            return "", skipped
        skipped += text[:-6].count("\n")
        text = text[-6:] + more
    return text[found.start() :], skipped + text.count("\n", 0, found.start())
