"""Texts as blocks of words, so that they can be compared. Knows no models."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from html.parser import HTMLParser
from typing import Literal
from unicodedata import category

Kind = Literal["space", "letter", "cluster", "mark", "sign"]
Describe = Callable[[str, str], str]

# Written without spaces: Thai, Lao, Myanmar, Khmer, kana, han. There a word is too long
# to be marked whole, so each letter with its signs counts as one.
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u3041-\u30ff\u3400-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)
KHMER_JOINS_NEXT = "\u17d2"
INSIDE_A_WORD = "'’\u200c\u200d"
NAMED = {"figure": "photo", "blockquote": "quotation"}
VOID = {"br": "↵", "hr": "———"}
BLOCKS = set(
    "p h1 h2 h3 h4 h5 h6 li tr figure hr blockquote caption div section aside ul ol "
    "table thead tbody".split()
)
STYLES = {
    **dict.fromkeys(("strong", "b"), "bold"),
    **dict.fromkeys(("em", "i"), "italic"),
    **{"u": "underlined", "s": "struck", "sub": "lowered", "sup": "raised"},
}


@dataclass(frozen=True)
class Word:
    """Two are the same whatever space follows them."""

    text: str
    style: str = ""
    after: str = field(default="", compare=False)
    is_cluster: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, a row: what is moved and matched as one.

    `about` names the thing it stands for, like a photo: other things never match it.
    """

    name: str
    words: tuple[Word, ...]
    about: str = ""


def words(text: str, style: str = "") -> Iterator[Word]:
    """Words, signs and, where no spaces are written, single letters."""
    token, kind = "", ""
    for char in text:
        its = _kind(char)
        if its == "space":
            if token:
                yield Word(token, style, " ", kind == "cluster")
            token, kind = "", ""
        elif token and _goes_on(token, kind, its):
            token += char
        else:
            if token:
                yield Word(token, style, "", kind == "cluster")
            token, kind = char, "letter" if its == "mark" else its
    if token:
        yield Word(token, style, "", kind == "cluster")


def _goes_on(token: str, kind: str, its: Kind) -> bool:
    if its == "mark":
        return kind != "sign"
    if kind == "cluster":
        return its == "cluster" and token[-1] == KHMER_JOINS_NEXT
    return kind == its == "letter"


@lru_cache(maxsize=4096)
def _kind(char: str) -> Kind:
    group = category(char)[0]
    if group == "Z" or char in "\t\n\r\u200b":
        return "space"
    if group == "M" or char in INSIDE_A_WORD:
        return "mark"
    if group in "LN":
        return "cluster" if UNSPACED.match(char) else "letter"
    return "sign"


def line(text: str, name: str = "line", address: str = "") -> Block:
    """One line, and an address after it that counts as one word."""
    marks = (Word(f"[{address}]", "", " "),) if address else ()
    return Block(name, (*words(text + " "), *marks))


def lines(text: str) -> list[Block]:
    return [line(each) for each in text.splitlines() if each.strip()]


def spelled(found: Iterable[Block]) -> str:
    """A line for each block, as somebody would type it."""
    return "\n".join(
        "".join(word.text + word.after for word in block.words).strip()
        for block in found
    )


def blocks(html: str, describe: Describe = lambda kind, which: "") -> list[Block]:
    """Sanitised HTML as blocks. Addresses, attributes and styles become comparable.

    `describe` puts into words what `data-photo="12"` refers to, by kind and number.
    """
    reader = _Reader(describe)
    reader.feed(html)
    reader.close()
    reader.end_block()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self, describe: Describe) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Block] = []
        self._describe = describe
        self._name, self._words, self._about = "p", list[Word](), ""
        self._inside: list[str] = []
        self._addresses: list[str] = []

    def end_block(self, then: str = "p") -> None:
        if self._words:
            self.found.append(Block(self._name, tuple(self._words), self._about))
        self._name, self._words, self._about = then, [], ""

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in given}
        if tag in BLOCKS:
            self.end_block(self._name_of(tag))
        elif tag in ("td", "th") and self._words:
            self._say(Word("|"))
        elif tag == "a":
            self._addresses.append(attributes.get("href", ""))
        if tag in VOID:
            self._say(Word(VOID[tag]))
        else:
            self._inside.append(tag)
        self._note(attributes)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._addresses:
            self._say(Word(f"[{self._addresses.pop()}]"))
        if tag in BLOCKS:
            self.end_block()
        if tag in self._inside:
            del self._inside[len(self._inside) - 1 - self._inside[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        style = " ".join(sorted({STYLES[tag] for tag in self._inside if tag in STYLES}))
        if data[:1].isspace():
            self._leave_a_space()
        self._words += words(data, style)

    def _name_of(self, tag: str) -> str:
        """A paragraph in a quotation or a list goes by what it is in."""
        around = [each for each in self._inside if each in ("blockquote", "li")]
        name = around[-1] if tag == "p" and around else tag
        return NAMED.get(name, name)

    def _note(self, attributes: Mapping[str, str]) -> None:
        """Whatever else an element carries, so that no change of it goes unseen."""
        told = {"href", "rel"}
        for name, value in attributes.items():
            if name.startswith("data-"):
                told.add(name)
                self._refer(name.removeprefix("data-"), value)
        rest = {name: each for name, each in attributes.items() if name not in told}
        if rest:
            self._say(Word(_in_brackets(rest)))

    def _refer(self, kind: str, value: str) -> None:
        """Each thing that is referred to is a block: a gallery can gain a photo."""
        for one in value.split() or [""]:
            self.end_block(kind)
            self._about = f"{kind}={one}"
            said = self._describe(kind, one)
            self._say(*words(said) if said else [Word(f"[{self._about}]")])

    def _say(self, *spoken: Word) -> None:
        """Words of ours among those of the text, apart from them."""
        self._leave_a_space()
        self._words += spoken
        self._leave_a_space()

    def _leave_a_space(self) -> None:
        if self._words:
            self._words[-1] = replace(self._words[-1], after=" ")


def _in_brackets(attributes: Mapping[str, str]) -> str:
    named = ", ".join(f"{name}={value}" for name, value in attributes.items())
    return f"[{named}]"
