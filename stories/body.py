"""The body of a story as text with references: read it, count it, print it."""

import re
from collections.abc import Callable
from html import unescape

from django.utils.safestring import SafeString, mark_safe

REFERENCE = re.compile(r'<figure data-photo="(\d+)"></figure>')
TAG = re.compile(r"<[^>]+>")
BLOCK_END = re.compile(r"</(?:p|h[234]|li|blockquote|tr|td|th)>|<br\s*/?>")
SPACE = re.compile(r"\s+")
SPOKEN_BY = re.compile(r"<p>\s*[—–]\s*(.+?)</p>\s*</blockquote>", re.DOTALL)
WORDS_A_MINUTE = 220
PARAGRAPHS_BEFORE_ASK = 6
MOST_INDEXED = 200_000  # a tsvector holds at most 1 MB


def photo_ids(html: str) -> list[int]:
    return [int(found) for found in REFERENCE.findall(html)]


def plain_text(html: str) -> str:
    """The words alone, for search, reading time and mail."""
    text = TAG.sub("", BLOCK_END.sub(" ", html))
    return SPACE.sub(" ", unescape(text)).strip()[:MOST_INDEXED]


def reading_minutes(text: str) -> int:
    return max(1, round(len(text.split()) / WORDS_A_MINUTE))


def parted(html: str) -> tuple[str, str]:
    """Before and after the place for an ask: past the middle, between two paragraphs.

    A short text is not interrupted: the ask follows it.
    """
    ends = [found.end() for found in re.finditer(r"</p>(?=\s*<p>)", html)]
    if len(ends) < PARAGRAPHS_BEFORE_ASK:
        return html, ""
    middle = next((end for end in ends if end >= len(html) * 0.55), ends[-1])
    return html[:middle], html[middle:]


def render(html: str, figure: Callable[[int], str]) -> SafeString:
    """The body as a page shows it: `figure(id)` gives each picture, or nothing.

    `html` comes from a `SanitisedHTMLField`, so it may be called safe here.
    """
    quoted = SPOKEN_BY.sub(r"<footer>\1</footer></blockquote>", html).replace(
        "<blockquote>", '<blockquote class="pull-quote">'
    )
    drawn = REFERENCE.sub(lambda found: figure(int(found[1])), quoted)
    return mark_safe(drawn)  # noqa: S308 - see above
