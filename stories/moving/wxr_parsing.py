"""One run of the parser over an export of WordPress: from its XML to whole things.

A document type is refused, and with it every entity: no bomb, no file of ours.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEEPEST = 32
MOST_TEXT = 8 * 2**20
MOST_META = 2_000
# The parser keeps a tag until it is whole; no tag of an export is as long.
LONGEST_TAG = 2**20
NAMESPACES = (
    ("/excerpt/", "excerpt:"),
    ("wordpress.org/export/", "wp:"),
    ("modules/content/", "content:"),
    ("purl.org/dc/", "dc:"),
)
HEAD = {"title", "link", "language", "wp:base_site_url", "wp:base_blog_url"}
# Of other custom fields only the name is kept: anything may be written in them.
KEPT_META = {
    "_thumbnail_id",
    "_wp_old_slug",
    "_wp_attached_file",
    "_wp_attachment_image_alt",
    "_yoast_wpseo_metadesc",
}
WHOLES = ("wp:author", "wp:category", "wp:tag", "wp:term", "item")
PARTS = ("category", "wp:postmeta", "wp:comment")


class NotAnExport(Exception):
    """The file is something else; `message` tells what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


NOT_WXR = _(
    "This is not an export of WordPress. In WordPress choose Tools → Export → All "
    "content, and give us the .xml file that you get."
)
DOCTYPE = _(
    "This file declares a document type, which no export of WordPress does. It was "
    "not read: such files can be made to harm."
)


@dataclass
class Element:
    """One whole thing of the file: its texts by name, and its parts in order."""

    name: str
    line: int
    texts: dict[str, str] = field(default_factory=dict)
    parts: list["Element"] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    too_long: bool = False

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "").strip()

    def named(self, name: str) -> Iterator["Element"]:
        return (part for part in self.parts if part.name == name)


class Reading:
    """One run of the parser, from the start of a file or after a break in it."""

    def __init__(
        self, head: dict[str, str], prologue: str = "", lines: int = 0
    ) -> None:
        self.head, self.lines = head, lines
        self.is_export = bool(prologue)
        self.done: list[Element] = []
        self.path: list[str] = []
        self.whole: Element | None = None
        self.part: Element | None = None
        self.words: list[str] = []
        self.length = self.weight = self.fed = self.before = 0
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        if prologue:
            self.feed(prologue)

    def found(self) -> list[Element]:
        done, self.done = self.done, []
        return done

    @property
    def line(self) -> int:
        return self.lines + self.parser.CurrentLineNumber

    @property
    def title(self) -> str:
        """Of the item at hand, as far as it was read."""
        begun = "".join(self.words) if self.path[-1:] == ["title"] else ""
        return (self.whole["title"] or begun.strip()) if self.whole else ""

    def feed(self, text: str) -> None:
        self.before = self.fed
        self.fed += len(text.encode())
        self.parser.Parse(text, False)
        if self.fed - self.parser.CurrentByteIndex > LONGEST_TAG + len(text) * 4:
            raise NotAnExport(NOT_WXR)

    def close(self) -> None:
        self.parser.Parse("", True)

    def place_in(self, text: str) -> int:
        """Where in the text fed last the parser gave up, in characters."""
        inside = max(0, self.parser.ErrorByteIndex - self.before)
        return len(text.encode()[:inside].decode(errors="ignore"))

    def _refuse(self, *_declared: Any) -> None:
        raise NotAnExport(DOCTYPE)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = _short(name)
        self.path.append(name)
        if len(self.path) > DEEPEST or self.path[0] != "rss":
            raise NotAnExport(NOT_WXR)
        self.is_export = self.is_export or name.startswith("wp:")
        self.words, self.length = [], 0
        if len(self.path) == 3 and name in WHOLES:
            self.whole, self.weight = Element(name, self.line), 0
        elif len(self.path) == 4 and self.whole and name in PARTS:
            self.part = Element(name, self.line, attributes=dict(attributes))

    def _text(self, text: str) -> None:
        self.length += len(text)
        self.weight += len(text)
        if max(self.length, self.weight // 2) <= MOST_TEXT:
            self.words.append(text)
        elif self.whole:
            self.whole.too_long = True

    def _end(self, name: str) -> None:
        name, text = _short(name), "".join(self.words)
        depth = len(self.path)
        self.path.pop()
        self.words = []
        if depth == 3:
            self._end_of_whole(name, text)
        elif depth == 4 and self.part:
            self.part.texts[""] = text
            if self.whole:
                self.whole.parts.append(self.part)
            self.part = None
        elif depth == 4 and self.whole:
            self.whole.texts[name] = text
        elif depth == 5 and self.part and self.part.name == "wp:postmeta":
            key = self.part["wp:meta_key"]
            if name == "wp:meta_key" or key in KEPT_META:
                self.part.texts[name] = text[:MOST_META]

    def _end_of_whole(self, name: str, text: str) -> None:
        if self.whole:
            self.done.append(self.whole)
        elif name in HEAD:
            self.head[name] = text.strip()
        self.whole = None


def _short(name: str) -> str:
    space, _gap, local = name.rpartition(" ")
    for part, prefix in NAMESPACES:
        if part in space:
            return prefix + local
    return local
