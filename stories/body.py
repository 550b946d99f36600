"""The body of a story as text with references: read it, count it, print it.

A reference is `<figure data-photo="12"></figure>`, or another kind, or several numbers:
`<figure data-gallery="12 13">`. What it shows can vanish while the words stand.
"""

import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from html import unescape

from django.utils.safestring import SafeString, mark_safe

from stories.sources import SOURCE

PICTURES = ("photo", "gallery")
ENCLOSURES = ("recording", "documents")
KINDS = (*PICTURES, "figures", *ENCLOSURES)
REFERENCE = re.compile(
    rf'<figure data-({"|".join(KINDS)})="(\d+(?: \d+)*)"></figure>', re.ASCII
)
TAG = re.compile(r"<[^>]+>")
BLOCK_END = re.compile(r"</(?:p|h[234]|li|blockquote|tr|td|th)>|<br\s*/?>")
SPACE = re.compile(r"\s+")
SPOKEN_BY = re.compile(r"<p>\s*[—–]\s*(.+?)</p>\s*</blockquote>", re.DOTALL)
WORDS_A_MINUTE = 220
PARAGRAPHS_BEFORE_ASK = 6
MOST_INDEXED = 200_000  # a tsvector holds at most 1 MB

Draw = Callable[["Reference"], str]


@dataclass(frozen=True)
class Reference:
    """What a body shows without holding it: of one kind, in this order."""

    kind: str
    ids: tuple[int, ...]

    def __str__(self) -> str:
        ids = " ".join(map(str, self.ids))
        return f'<figure data-{self.kind}="{ids}"></figure>'


def references(html: str) -> list[Reference]:
    return [_reference(found) for found in REFERENCE.finditer(html)]


def _reference(found: re.Match[str]) -> Reference:
    return Reference(found[1], tuple(map(int, found[2].split())))


def ids_in(html: str, *kinds: str) -> list[int]:
    """The numbers that `kinds` refer to, each once, in the order of the text."""
    found = (each.ids for each in references(html) if each.kind in kinds)
    return list(dict.fromkeys(number for ids in found for number in ids))


def pattern(kinds: Iterable[str], number: int) -> str:
    """For PostgreSQL: bodies that refer to the thing of this number."""
    return rf'<figure data-({"|".join(kinds)})="([0-9]+ )*{number}[ "]'


def photo_ids(html: str) -> list[int]:
    return ids_in(html, *PICTURES)


def without_photos(html: str, lost: Container[int]) -> str:
    """The body when these are gone: a gallery keeps the others it shows."""

    def kept(found: re.Match[str]) -> str:
        reference = _reference(found)
        if reference.kind not in PICTURES:
            return found[0]
        ids = tuple(number for number in reference.ids if number not in lost)
        return str(replace(reference, ids=ids)) if ids else ""

    return REFERENCE.sub(kept, html)


def plain_text(html: str) -> str:
    """The words alone, for search, reading time and mail."""
    text = TAG.sub("", BLOCK_END.sub(" ", SOURCE.sub(r" (\1) ", html)))
    return SPACE.sub(" ", unescape(text)).strip()[:MOST_INDEXED]


def shortened(text: str, most: int) -> str:
    """To whole words, with a sign that there was more."""
    if len(text) <= most:
        return text
    return text[: most - 1].rpartition(" ")[0].rstrip(",.;: ") + "…"


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


def render(html: str, draw: Draw) -> SafeString:
    """The body as a page shows it: `draw` gives what each reference stands for.

    `html` comes from a `SanitisedHTMLField`, so it may be called safe here.
    """
    quoted = SPOKEN_BY.sub(r"<footer>\1</footer></blockquote>", html).replace(
        "<blockquote>", '<blockquote class="pull-quote">'
    )
    drawn = REFERENCE.sub(lambda found: draw(_reference(found)), quoted)
    return mark_safe(drawn)  # noqa: S308 - see above


def joined(parts: Iterable[str]) -> SafeString:
    """Parts of a page that are safe each."""
    return mark_safe("".join(parts))  # noqa: S308 - see above
