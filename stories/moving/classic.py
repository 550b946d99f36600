"""Text as WordPress keeps it, to HTML: paragraphs by empty lines, blocks by comments.

Each pattern here passes over a text once, whatever it holds: a bracket that is never
closed must not be looked for again and again.
"""

import re

from stories.moving.found import Found

BLOCK_NAME = re.compile(r"\s*wp:([a-z][a-z0-9/-]*)")
# Blocks that are nothing but their content, whoever draws them.
EMPTY_ALONE = {"more", "nextpage", "spacer", "separator", "paragraph"}
BLOCKS = (
    "address|article|aside|blockquote|center|dd|details|div|dl|dt|fieldset|figcaption|"
    "figure|footer|form|h[1-6]|header|hr|iframe|li|main|nav|ol|p|pre|section|summary|"
    "table|tbody|td|tfoot|th|thead|tr|ul|video|audio|object|script|style|noscript"
)
OPENING = re.compile(rf"(<(?:{BLOCKS})\b[^<>]*>)", re.IGNORECASE)
CLOSING = re.compile(rf"(</(?:{BLOCKS})>)", re.IGNORECASE)
BLOCK_FIRST = re.compile(rf"</?(?:{BLOCKS})\b", re.IGNORECASE)
QUOTE = re.compile(r"(</?blockquote\b[^<>]*>)", re.IGNORECASE)
# Where lines are lines already, or must stay as they are.
AS_IT_IS = re.compile(
    r"<(/?)(pre|script|style|ul|ol|table|dl|figure|form|video|audio|object)\b[^<>]*>",
    re.IGNORECASE,
)
GAP = re.compile(r"\n\s*\n")
HELD = re.compile("\ue000(\\d+)\ue001")


def is_of_blocks(text: str) -> bool:
    return "<!-- wp:" in text


def without_comments(text: str) -> tuple[str, list[Found]]:
    """The blocks' own HTML; those that the old site filled in are told of."""
    kept, found, at = [], [], 0
    while (start := text.find("<!--", at)) >= 0 and (
        end := text.find("-->", start)
    ) >= 0:
        kept.append(text[at:start])
        block = BLOCK_NAME.match(text, start + 4, end)
        if block and text[end - 1] == "/" and block[1] not in EMPTY_ALONE:
            found.append(Found("block", block[1]))
        at = end + 3
    return "".join(kept) + text[at:], found


def with_paragraphs(text: str) -> str:
    """What an empty line and a line's end meant in the old editor."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, held = _held(text.replace("\ue000", "").replace("\ue001", ""))
    text = CLOSING.sub(r"\1\n\n", OPENING.sub(r"\n\n\1", text))
    text = QUOTE.sub(r"\n\n\1\n\n", text)
    pieces = (piece.strip() for piece in GAP.split(text))
    html = "\n".join(_paragraph(piece) for piece in pieces if piece)
    return HELD.sub(lambda number: held[int(number[1])], html)


def _held(text: str) -> tuple[str, list[str]]:
    """Lists, tables and the like taken out as wholes, with a mark left for each."""
    out: list[str] = []
    held: list[str] = []
    at, begun, open_tag, depth = 0, 0, "", 0
    for tag in AS_IT_IS.finditer(text):
        ends, name = bool(tag[1]), tag[2].lower()
        if not open_tag and not ends:
            begun, open_tag, depth = tag.start(), name, 1
        elif open_tag == name:
            depth += -1 if ends else 1
            if not depth:
                out += text[at:begun], f"\n\n\ue000{len(held)}\ue001\n\n"
                held.append(text[begun : tag.end()])
                at, open_tag = tag.end(), ""
    return "".join(out) + text[at:], held


def _paragraph(piece: str) -> str:
    if BLOCK_FIRST.match(piece) or HELD.match(piece):
        return piece
    return "<p>" + piece.replace("\n", "<br>\n") + "</p>"
