"""Parts of pages kept with blanks in them, which each page fills in with its own words.

A template is rendered once, with marks where the words go; filling them in is a join. A
blank that has no words is none: a template may ask `{% if dek %}`, and every choice of
blanks is kept for itself. A mark takes no filter; give the words as they shall stand.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ijm.kept import kept

Words = Mapping[str, str]


class Sheet:
    """What was rendered, cut at the marks."""

    def __init__(self, rendered: str, blanks: tuple[str, ...]) -> None:
        marks = "|".join(map(re.escape, map(mark, blanks)))
        parts = re.split(f"({marks})", rendered) if blanks else [rendered]
        self._parts = parts
        self._blanks = [part[1:-1] for part in parts[1::2]]

    def filled(self, words: Words) -> SafeString:
        parts = self._parts.copy()
        parts[1::2] = [words[blank] for blank in self._blanks]
        return mark_safe("".join(parts))  # noqa: S308 - rendered, or escaped below


def mark(blank: str) -> str:
    """Private-use characters round the name, which escaping leaves as they are."""
    return f"\ue000{blank}\ue001"


class Given:
    """A page's own words, escaped once for all the parts that they go into."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self.names = tuple(words)
        self.words = {
            name: each if isinstance(each, SafeString) else escape(str(each))
            for name, each in words.items()
            if each is not None and each != ""
        }
        self.blanks = tuple(self.words)


def filled(name: Hashable, given: Given, render: Callable[[Words], str]) -> SafeString:
    """What `render` made under this name of marks, with the words in their places."""

    def make() -> Sheet:
        marks = {each: mark(each) for each in given.blanks}
        return Sheet(render({**dict.fromkeys(given.names, ""), **marks}), given.blanks)

    sheet = kept(("sheet", name, get_language(), given.blanks), make)
    return sheet.filled(given.words)
