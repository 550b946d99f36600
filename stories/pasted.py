"""What word processors write, as the HTML it means. Nothing here makes it safe.

Word knows no lists: it writes paragraphs with a mark before each, and says so in their
style. Other programs write a `<div>` for each paragraph.
"""

import re
from itertools import groupby

ITEM = re.compile(
    r"<p\b(?=[^>]*(?:MsoListParagraph|mso-list:))[^>]*>((?:(?!<p\b).)*?)</p>",
    re.DOTALL | re.I,
)
ITEMS = re.compile(rf"(?:{ITEM.pattern}\s*)+", re.DOTALL | re.I)
MARK = re.compile(
    r"<!(?:--)?\s*\[if !supportLists\](?:\s*--)?>(.*?)<!(?:--)?\s*\[endif\](?:\s*--)?>",
    re.DOTALL | re.I,
)
NUMBER = re.compile(r"(?:\d+|[a-z]|[ivx]+)[.)]", re.I)
TAG = re.compile(r"<[^>]+>|&nbsp;")
# Google wraps all that is copied in a `<b>` that is not bold.
NOT_BOLD = re.compile(r"<b\b[^>]*docs-internal-guid[^>]*>", re.I)
BLOCK = re.compile(r"(</?)(?:div|section|article|address|center|pre|dt|dd)\b", re.I)


def meant(html: str) -> str:
    """Lists as lists, paragraphs as paragraphs."""
    html = NOT_BOLD.sub("", html)  # what ends it, then ends nothing
    return BLOCK.sub(r"\1p", ITEMS.sub(_lists, html))


def _lists(found: re.Match[str]) -> str:
    items = [_item(each[1]) for each in ITEM.finditer(found[0])]
    return "".join(
        f"<{kind}>{''.join(f'<li>{words}</li>' for _kind, words in group)}</{kind}>"
        for kind, group in groupby(items, key=lambda item: item[0])
    )


def _item(content: str) -> tuple[str, str]:
    """Of which kind of list, and its words without the mark."""
    mark = MARK.search(content)
    said = TAG.sub("", mark[1]).strip() if mark else ""
    return ("ol" if NUMBER.fullmatch(said) else "ul"), MARK.sub("", content)
