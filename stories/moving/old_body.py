"""The body of an old post as ours: pictures by number, links home, the rest told of."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

import nh3

from stories.body import Reference, plain_text
from stories.moving.classic import is_of_blocks, with_paragraphs, without_comments
from stories.moving.found import Found
from stories.moving.old_link import home, host_of, is_upload
from stories.moving.shortcodes import opened
from stories.sanitising import ATTRIBUTES, MOST_IN_A_BLOCK, TAGS
from stories.tame import is_tame, words_only

OLD_TAGS = set(
    "img figcaption iframe embed video audio source div section article main aside "
    "header center address h1 h5 h6 dl dt dd pre code details summary".split()
)
OLD_ATTRIBUTES = {
    **ATTRIBUTES,
    "img": {"src", "alt", "class", "data-src", "data-lazy-src"},
    **{tag: {*ATTRIBUTES.get(tag, ()), "class"} for tag in ("figure", "ul", "div")},
    "iframe": {"src"},
    "embed": {"src"},
    "video": {"src"},
    "audio": {"src"},
    "source": {"src"},
}
TAKEN_OUT = re.compile(r"<(script|style|form|object|applet|svg|math)\b", re.IGNORECASE)
GONE = set("script style object applet svg math form noscript template title".split())
LIKE_PARAGRAPHS = set(
    "div section article main aside header center address dt dd summary pre".split()
)
LIKE_NOTHING = set("figcaption dl details code".split())
SHOWN_FROM_ELSEWHERE = {"iframe", "embed", "video", "audio", "source"}
BARE_ADDRESS = re.compile(r"\s*(https?://\S+)\s*\Z")
GALLERY = re.compile(r"\b(?:wp-block-gallery|gallery)\b")
NUMBER = re.compile(r"\bwp-image-(\d{1,12})\b")

# Balances what is broken, and drops what could never stay, before we read it.
_settle = nh3.Cleaner(
    tags=TAGS | OLD_TAGS,
    attributes=OLD_ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel"},
    clean_content_tags=GONE - OLD_TAGS,
    link_rel=None,
).clean


@dataclass(frozen=True)
class Picture:
    """A picture as an old body names it."""

    address: str
    number: str = ""
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Placed:
    """The number of our photo, if it is one by now; what is in the way, or to tell."""

    photo: int | None = None
    found: Found | None = None


Placing = Callable[[Picture], Placed]


def rewritten(text: str, host: str, place: Placing) -> tuple[str, list[Found]]:
    """HTML of ours, not cleaned yet: the field that holds it cleans what it gets."""
    blocks = is_of_blocks(text)
    found = [Found("markup", name.lower()) for name in TAKEN_OUT.findall(text)]
    text, told = without_comments(text)
    text, more = opened(text)
    if not blocks:
        text = with_paragraphs(text)
    if not is_tame(text):
        return words_only(text), [Found("wild")]
    body = _Body(host, place)
    body.feed(_settle(text))
    body.close()
    return body.html, list(dict.fromkeys([*found, *told, *more, *body.found]))


class _Body(HTMLParser):
    def __init__(self, host: str, place: Placing) -> None:
        super().__init__()
        self.host, self.place = host, place
        self.out: list[str] = []
        self.found: list[Found] = []
        self.link: tuple[int, bool] | None = None
        self.address = ""
        self.caption: int | None = None
        self.waiting: list[Picture] = []
        self.figures = 0
        # While in a gallery: where it began, and how deep its tag is nested since.
        self.gallery: tuple[int, str] | None = None
        self.nested = 0
        self.hung: list[int] = []

    @property
    def html(self) -> str:
        return "".join(self.out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if GALLERY.search(given.get("class", "")) and not self.gallery:
            self.gallery, self.nested, self.hung = (len(self.out), tag), 0, []
        elif self.gallery and tag == self.gallery[1]:
            self.nested += 1
        if tag == "img":
            self._meet(given)
        elif tag == "figure":
            self.figures += 1
        elif tag == "figcaption" and self.figures:
            self.caption = len(self.out)
        elif tag in SHOWN_FROM_ELSEWHERE:
            self._from_elsewhere(given.get("src", ""))
        elif tag == "a":
            self._link(given)
        elif tag in LIKE_PARAGRAPHS:
            self.out.append("<p>")
        elif tag in ("h5", "h6"):
            self.out.append("<h4>")
        elif tag not in LIKE_NOTHING:
            self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "figure":
            self.figures = max(0, self.figures - 1)
            self._hang("")
        elif tag == "figcaption" and self.caption is not None:
            words = plain_text("".join(self.out[self.caption :]))
            del self.out[self.caption :]
            self.caption = None
            self._hang(words)
        elif tag == "a":
            self._end_of_link()
        elif tag in LIKE_PARAGRAPHS:
            self.out.append("</p>")
        elif tag in ("h5", "h6"):
            self.out.append("</h4>")
        elif tag not in LIKE_NOTHING | SHOWN_FROM_ELSEWHERE:
            self.out.append(f"</{tag}>")

        if self.gallery and tag == self.gallery[1]:
            self.nested -= 1
            if self.nested < 0:
                self._end_of_gallery(*self.gallery)

    def handle_data(self, data: str) -> None:
        bare = BARE_ADDRESS.match(data)
        if self.link and data.strip():
            self.link = (self.link[0], True)
        elif bare and self.out[-1:] == ["<p>"]:
            return self._from_elsewhere(bare[1])
        self.out.append(escape(data, quote=False))

    def _meet(self, given: dict[str, str]) -> None:
        number = NUMBER.search(given.get("class", ""))
        alt = given.get("alt", "").strip()
        addresses = (given.get(name) for name in ("src", "data-src", "data-lazy-src"))
        address = next(filter(None, addresses), "").strip()
        self.waiting.append(Picture(address, number[1] if number else "", alt))
        if not self.figures:
            self._hang("")

    def _hang(self, caption: str) -> None:
        """Put in the pictures that waited for their caption; the last one has it."""
        waiting, self.waiting = self.waiting, []
        for picture in waiting:
            words = caption if picture is waiting[-1] else ""
            placed = self.place(
                Picture(picture.address, picture.number, picture.alt, words)
            )
            if placed.found:
                self.found.append(placed.found)
            if placed.photo:
                self._show(placed.photo)
            elif placed.found and words:
                self.out.append(f"<p><em>{escape(words)}</em></p>")

    def _show(self, photo: int) -> None:
        if self.gallery:
            self.hung.append(photo)
        else:
            self.out.append(str(Reference("photo", (photo,))))

    def _end_of_gallery(self, start: int, _tag: str) -> None:
        """Its photos in their order; of the rest of it only the words stay."""
        words = plain_text("".join(self.out[start:]))
        del self.out[start:]
        self.gallery = None
        ids = list(dict.fromkeys(self.hung))
        for at in range(0, len(ids), MOST_IN_A_BLOCK):
            part = tuple(ids[at : at + MOST_IN_A_BLOCK])
            kind = "gallery" if len(part) > 1 else "photo"
            self.out.append(str(Reference(kind, part)))
        if words:
            self.out.append(f"<p>{escape(words, quote=False)}</p>")

    def _from_elsewhere(self, address: str) -> None:
        if not address:
            return
        shown = escape(address)
        self.found.append(Found("embed", host_of(address)))
        self.out.append(f'<p><a href="{shown}">{shown}</a></p>')

    def _link(self, given: dict[str, str]) -> None:
        self._end_of_link()
        address = given.get("href", "").strip()
        if not address:
            return
        self.link, self.address = (len(self.out), False), address
        self.out.append(f'<a href="{escape(home(address, self.host))}">')

    def _end_of_link(self) -> None:
        """A link round nothing but a picture led to the picture itself: it goes."""
        if self.link is None:
            return
        start, has_words = self.link
        self.link = None
        if not has_words:
            del self.out[start : start + 1]
            return
        if is_upload(self.address):
            self.found.append(Found("file", self.address))
        self.out.append("</a>")
