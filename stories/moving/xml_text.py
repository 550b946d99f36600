"""The text of an XML file as a parser can take it, chunk by chunk.

Exports hold what editors pasted in twenty years: control characters, broken bytes and
HTML's named characters, each of which would end the reading.
"""

import codecs
import re
from collections.abc import Iterator
from html import unescape
from typing import BinaryIO

CHUNK = 2**16
DECLARED = re.compile(rb"""<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)""")
KNOWN = re.compile(
    r"utf-?8(-sig)?|utf-?16|us-ascii|iso-8859-([1-9]|1[03-6])|windows-125[0-8]",
    re.IGNORECASE,
)
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,30});")
# So long a name, or less, may be cut by the end of a chunk.
TAIL = re.compile(r"&[A-Za-z0-9]{0,31}\Z")


class XmlText:
    """Iterates over clean text; `mended` counts what had to be left out."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.mended = 0

    def __iter__(self) -> Iterator[str]:
        decoder = self._decoder()
        rest = ""
        while data := self.file.read(CHUNK):
            text = rest + decoder.decode(data)
            cut = TAIL.search(text)
            rest = cut[0] if cut else ""
            yield self._clean(text.removesuffix(rest))
        yield self._clean(rest + decoder.decode(b"", final=True))

    def _decoder(self) -> codecs.IncrementalDecoder:
        start = self.file.read(200)
        self.file.seek(0)
        declared = DECLARED.search(start)
        name = declared[1].decode() if declared else "utf-8"
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            name = "utf-16"
        elif start.startswith(codecs.BOM_UTF8):
            name = "utf-8-sig"
        if not KNOWN.fullmatch(name):
            name = "utf-8"
        return codecs.getincrementaldecoder(name)(errors="replace")

    def _clean(self, text: str) -> str:
        text, left_out = FORBIDDEN.subn("", text)
        self.mended += left_out + text.count("\ufffd")
        return NAMED.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    """`&nbsp;` means the same inside CDATA and out; unknown names stay as they were."""
    meant = unescape(found[0])
    return meant if meant != found[0] else f"&amp;{found[1]};"
