"""Which HTML a body may hold. Pictures are references, so no `<img>` ever passes."""

import re

import nh3

from stories.body import KINDS, Reference
from stories.pasted import meant
from stories.sources import SOURCE
from stories.tame import is_shallow, words_only

TAGS = set(
    "p br hr h2 h3 h4 strong em b i u s sub sup a ul ol li blockquote figure "
    "table caption thead tbody tr th td abbr cite q footer".split()
)
ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "abbr": {"title"},
    "figure": {f"data-{kind}" for kind in KINDS},
    "sup": {"data-source"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"scope", "colspan", "rowspan"},
    "*": {"lang", "dir"},
}
NUMBERS = {"colspan", "rowspan", "start"}
MOST_IN_A_BLOCK = 24
# Figures in figures: no editor makes them, and each costs a pass over the whole.
MOST_WRAPPERS = 8
GONE_WITH_CONTENT = set(
    "script style iframe object embed noscript template svg math title".split()
)
# Controls, halves of pairs, and the marks of blanks in our templates (ijm/blanks.py).
NOT_TEXT = dict.fromkeys(
    [*range(9), 11, *range(14, 32), 127, *range(0xD800, 0xE000), 0xE000, 0xE001]
)
H1 = re.compile(r"(</?)h1\b", re.IGNORECASE)
FIGURE = re.compile(r"<figure\b([^>]*)>(.*?)</figure>", re.DOTALL)
IDS = re.compile(r"\s*\d{1,12}(?:\s+\d{1,12})*\s*", re.ASCII)
REFERENCE = re.compile(r'data-([a-z]+)="([\d\s]+)"', re.ASCII)
EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|\u00a0|<br>)*</p>\s*")


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name in NUMBERS:
        return value if re.fullmatch(r"[0-9]{1,12}", value) else None
    if name == "data-source":
        return ""
    if name.startswith("data-"):
        return value if IDS.fullmatch(value) else None
    if name == "href" and _is_without_scheme(value):
        return None  # leaves the site without saying so
    return value


def _is_without_scheme(address: str) -> bool:
    """`//evil.example`, also as browsers read `/\t\\evil.example`."""
    bare = "".join(each for each in address if each > " ")
    return bare.replace("\\", "/").startswith("//")


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener",
    clean_content_tags=GONE_WITH_CONTENT,
)


_SOURCE_CLEANER = nh3.Cleaner(
    tags={"a", "em", "i", "cite", "q"},
    attributes={name: ATTRIBUTES[name] for name in ("a", "*")},
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener",
)


def _only_a_line(found: re.Match[str]) -> str:
    """A source is one line with a link at most; an empty one is none."""
    words = _SOURCE_CLEANER.clean(found[1]).strip()
    return f'<sup data-source="">{words}</sup>' if words else ""


def _only_references(found: re.Match[str]) -> str:
    attributes, content = found.groups()
    reference = REFERENCE.search(attributes)
    if not reference:
        return content
    ids = dict.fromkeys(map(int, reference[2].split()))
    return str(Reference(reference[1], tuple(ids)[:MOST_IN_A_BLOCK]))


def clean(html: str) -> str:
    """Safe HTML of the allowed kind; cleaning it again changes nothing.

    Of what would take the parser hours only the words are left.
    """
    if not is_shallow(html):
        html = words_only(html)
    text = meant(html.translate(NOT_TEXT))
    safe = _settled(_CLEANER.clean(H1.sub(r"\1h2", text)))
    for _wrapper in range(MOST_WRAPPERS):
        before, safe = safe, _settled(safe)
        if safe == before:
            return safe
    return _settled(words_only(safe))


def _settled(safe: str) -> str:
    """One wrapper off each part that has no reference, and no empty paragraph.

    Unwrapping can leave a stray end tag: the parser settles it.
    """
    safe = SOURCE.sub(_only_a_line, FIGURE.sub(_only_references, safe))
    return EMPTY_PARAGRAPH.sub("", _CLEANER.clean(safe)).strip()
