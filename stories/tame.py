"""Whether HTML can be parsed in a time that fits its length.

The rules of HTML have a parser look at every open tag again and again, and open those
for bold and the like anew in each paragraph: so a text of a megabyte can cost hours, or
all memory. No post that somebody wrote comes near these bounds.
"""

import re
from html import escape, unescape

ANY_TAG = re.compile(r"<[^<>]*>")
PARTS = re.compile(r"</?(?:p|br|div|li|h[1-6])\b[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
ENDLESS_TAG = re.compile(r"<[a-zA-Z][^<>]{20000}")
# These end by themselves when the next one begins, or hold nothing.
ALONE = set(
    "p li dt dd tr td th thead tbody tfoot option br hr img input wbr source embed col "
    "link meta param track area base".split()
)
OPENED_ANEW = set("a b big code em font i nobr s small strike strong tt u".split())
DEEPEST = 300
MOST_ANEW = 200_000


def is_tame(html: str) -> bool:
    """For Python's parser as well, which long tags cost dear."""
    return is_shallow(html) and not ENDLESS_TAG.search(html)


def is_shallow(html: str) -> bool:
    depth = deepest = anew = most_anew = tags = 0
    for found in TAG.finditer(html):
        step = -1 if found[1] else 1
        name = found[2].lower()
        tags += 1
        if name in OPENED_ANEW:
            anew = max(0, anew + step)
            most_anew = max(most_anew, anew)
        if name not in ALONE:
            depth = max(0, depth + step)
            deepest = max(deepest, depth)
    return deepest <= DEEPEST and most_anew * tags <= MOST_ANEW


def words_only(html: str) -> str:
    """What is left of the others: their words, in paragraphs."""
    parts = (" ".join(ANY_TAG.sub(" ", part).split()) for part in PARTS.split(html))
    words = (escape(unescape(part), quote=False) for part in parts)
    return "".join(f"<p>{each}</p>" for each in words if each)
