"""What a reader or a search engine can read of a text, be it HTML or an address."""

import re
from html import unescape
from urllib.parse import unquote

TAG = re.compile(r"<(/?)([^\s<>/]*)([^<>]*)>")
PARTING = re.compile(r"</?(?:p|h[1-6]|li|blockquote|tr|td|th|div|br|figure)\b[^<>]*>")
VALUE = re.compile(r"=\s*(?:\"([^\"]*)\"|'([^']*)')")
KNOWN = frozenset(
    "a abbr b blockquote br caption cite div em figure footer h2 h3 h4 hr i li ol p q "
    "s span strong sub sup table tbody td th thead tr u ul".split()
)


def plain(text: str) -> str:
    """Tags inside a word part nothing; what stands in tags is read after the text."""
    if "<" in text:
        inside = [_inside(*found.groups()) for found in TAG.finditer(text)]
        words = TAG.sub("", PARTING.sub("\n", text))
        text = "\n".join([words, *filter(None, inside)])
    if "&" in text:
        text = unescape(text)
    return unquote(text) if "%" in text else text


def _inside(_slash: str, name: str, rest: str) -> str:
    """Addresses and titles; all of it where it is no tag we know."""
    if name.lower() not in KNOWN:
        return f"{name} {rest}"
    return "\n".join(one or other for one, other in VALUE.findall(rest))
