"""Which HTML a body may hold. Pictures are references, so no `<img>` ever passes."""

import re

import nh3

TAGS = set(
    "p br hr h2 h3 h4 strong em b i u s sub sup a ul ol li blockquote figure "
    "table caption thead tbody tr th td abbr cite q footer".split()
)
ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "abbr": {"title"},
    "figure": {"data-photo"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"scope", "colspan", "rowspan"},
    "*": {"lang", "dir"},
}
NUMBERS = {"colspan", "rowspan", "start", "data-photo"}
GONE_WITH_CONTENT = set(
    "script style iframe object embed noscript template svg math title".split()
)
H1 = re.compile(r"(</?)h1\b", re.IGNORECASE)
FIGURE = re.compile(r"<figure\b([^>]*)>(.*?)</figure>", re.DOTALL)
REFERENCE = re.compile(r'data-photo="(\d+)"')
EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|\u00a0|<br>)*</p>\s*")


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name in NUMBERS:
        return value if re.fullmatch(r"[0-9]{1,12}", value) else None
    if name == "href" and value.lstrip().startswith(("//", "\\", "/\\")):
        return None  # protocol-relative: leaves the site without saying so
    return value


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener",
    clean_content_tags=GONE_WITH_CONTENT,
)


def _only_references(found: re.Match[str]) -> str:
    attributes, content = found.groups()
    reference = REFERENCE.search(attributes)
    return f"<figure {reference[0]}></figure>" if reference else content


def clean(html: str) -> str:
    """Safe HTML of the allowed kind; cleaning it again changes nothing."""
    safe = _CLEANER.clean(H1.sub(r"\1h2", html.replace("\x00", "")))
    safe = FIGURE.sub(_only_references, safe)
    # Unwrapping a figure can leave a stray end tag: the parser settles it.
    return EMPTY_PARAGRAPH.sub("", _CLEANER.clean(safe)).strip()
