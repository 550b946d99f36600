"""[shortcodes]: those of WordPress itself become HTML, the others are told of.

Writers put words in brackets, too. So a bracket is a shortcode when it is a known one,
has attributes, is closed later on, or stands alone in its line.
"""

import re
from html import escape

from stories.moving.found import Found

TAG = re.compile(r"\[(/?)([A-Za-z][\w-]{1,60})((?:\s[^\[\]]*)?)/?\]")
IMAGE_THEN_WORDS = re.compile(
    r"\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)(.*)", re.DOTALL
)
# What may stand around a bracket that is alone in its line.
BEFORE = re.compile(r"(?:\A|\n)[ \t]*(?:<p[^<>]*>)?[ \t]*\Z")
AFTER = re.compile(r"[ \t]*(?:</p>)?[ \t]*(?:\n|\Z)")
NEAR = 60
ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))""")
ADDRESS = re.compile(r"https?://\S+\Z|/\S+\Z")
STRAIGHT = str.maketrans({"“": '"', "”": '"', "″": '"', "’": "'", "‘": "'"})
CAPTIONS = {"caption", "wp_caption"}
MEDIA = {"audio", "video", "playlist"}


def attributes(text: str) -> dict[str, str]:
    """Curly quotes, too: editors have put them there for us."""
    found = ATTRIBUTE.findall(text.translate(STRAIGHT))
    return {
        name.lower(): double or single or bare for name, double, single, bare in found
    }


def opened(text: str) -> tuple[str, list[Found]]:
    """The text without shortcodes, and those that nobody here knows."""
    return _Opening(text).done()


class _Opening:
    """One walk over the brackets of a text, from the first to the last."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tags = list(TAG.finditer(text))
        self.last_end = {tag[2]: i for i, tag in enumerate(self.tags) if tag[1]}
        self.opened: set[str] = set()
        self.out: list[str] = []
        self.caption: tuple[int, str] | None = None
        self.found: list[Found] = []

    def done(self) -> tuple[str, list[Found]]:
        at = 0
        for number, tag in enumerate(self.tags):
            self.out.append(self.text[at : tag.start()])
            self.out.append(self._instead(number, tag))
            at = tag.end()
        self.out.append(self.text[at:])
        return "".join(self.out), self.found

    def _instead(self, number: int, tag: re.Match[str]) -> str:
        ends, name, given = bool(tag[1]), tag[2], tag[3]
        if ends:
            return self._end(name, tag)
        is_pair = self.last_end.get(name, -1) > number
        if name in CAPTIONS and is_pair:
            self.opened.add(name)
            self.caption = (len(self.out), attributes(given).get("caption", ""))
            return ""
        if name == "gallery" and not is_pair:
            return self._gallery(given)
        if name in MEDIA:
            self.opened.add(name)
            return self._media(name, given)
        if name == "embed" and is_pair:
            self.opened.add(name)
            return "\n\n"
        if is_pair:
            self.opened.add(name)
        if is_pair or "=" in given or self._is_alone(tag):
            self.found.append(Found("shortcode", name))
            return ""
        return tag[0]

    def _end(self, name: str, tag: re.Match[str]) -> str:
        if name not in self.opened:
            return "" if self._is_alone(tag) else tag[0]
        if name in CAPTIONS and self.caption:
            start, words = self.caption
            self.caption = None
            inside = "".join(self.out[start:])
            del self.out[start:]
            return _captioned(inside, words)
        return "\n\n" if name == "embed" else ""

    def _is_alone(self, tag: re.Match[str]) -> bool:
        before = self.text[max(0, tag.start() - NEAR) : tag.start()]
        return bool(
            BEFORE.search(before)
            and AFTER.match(self.text, tag.end(), tag.end() + NEAR)
        )

    def _gallery(self, given: str) -> str:
        numbers = re.findall(r"\d+", attributes(given).get("ids", ""))
        if not numbers:
            self.found.append(Found("shortcode", "gallery"))
        images = "".join(f'<img class="wp-image-{number}">' for number in numbers)
        return f'<figure class="gallery">{images}</figure>' if numbers else ""

    def _media(self, name: str, given: str) -> str:
        """A link to the file, since a player needs a transcript and a picture."""
        values = attributes(given).values()
        address = escape(next((each for each in values if ADDRESS.match(each)), ""))
        self.found.append(Found("shortcode", name))
        return f'<p><a href="{address}">{address}</a></p>' if address else ""


def _captioned(inside: str, words: str) -> str:
    parts = IMAGE_THEN_WORDS.match(inside)
    if not parts:
        return inside
    caption = parts[2].strip() or escape(words)
    return f"<figure>{parts[1]}<figcaption>{caption}</figcaption></figure>"
