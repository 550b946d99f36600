"""A text as its bare letters, with the places where a name may begin and end.

Whatever parts or hides a name in a text is gone from `letters`; what stood between two
of them is in `gaps`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from stories.names.alphabet import (
    CLINGING,
    DRESSED,
    folded,
    is_hidden,
    is_sign,
    is_unspaced,
)

# What stands before a letter. The order matters: each opens more than the one before.
INSIDE = 0  # the middle of a word: no name begins here
FORCED = 1  # the middle of a word in an address or a tag: long names may
LOOSE = 2  # no boundary is written, but there may be one
JOINT = 3  # a hyphen, a dot, a hump: the name may be one word here or two
SPACE = 4

STRETCH = re.compile(r"\S+")
# Of a stretch that runs words together: an address, the name of a file, a tag.
RUN_TOGETHER = re.compile(r"[^\W_][./_#@=-]+[^\W_]|[#@]\w|\w{14}")
SPELLED = 3  # letters in a row that stand alone
# A hyphen before white space: the word may go on in the next line.
HYPHENATED = re.compile(r"[-‐‑]\s+")


@dataclass
class Letters:
    source: str
    letters: str
    at: list[int]  # where each letter stands in the source
    gaps: list[int]

    def begins(self) -> Iterator[int]:
        """Letters that a name may begin with."""
        return (i for i, gap in enumerate(self.gaps) if gap)

    @cached_property
    def stops(self) -> list[int]:
        """Where a name may end; once the gaps are settled."""
        inner = (i for i, gap in enumerate(self.gaps) if gap and i)
        return [*inner, len(self.gaps)]

    def ends(self, index: int) -> int:
        """The gap after the letter before `index`."""
        return self.gaps[index] if index < len(self.gaps) else SPACE

    def words(self, first: int, end: int) -> str:
        """As they stand in the source, accents and all."""
        stop = self.at[end - 1] + 1
        while stop < len(self.source) and is_hidden(self.source[stop]):
            stop += 1
        return self.source[self.at[first] : stop]


def read(source: str) -> Letters:
    letters: list[str] = []
    at: list[int] = []
    gaps: list[int] = []
    last, after = "", 0  # the letter before, and where what follows it begins
    for place, character in enumerate(source):
        plain = folded(character)
        if not plain:
            continue
        if after == place and last.isalpha() and plain.isascii() and plain.isalpha():
            gap = LOOSE if is_unspaced(last) else INSIDE
        else:
            gap = _gap(source[after:place], last, plain[0])
        for letter in plain:
            letters.append(letter)
            at.append(place)
            gaps.append(gap)
            gap = INSIDE
        last, after = plain[-1], place + 1
    found = Letters(source, "".join(letters), at, gaps)
    for finish in (_part_humps, _undress, _unspell, _loosen_prefixes, _open_addresses):
        finish(found)
    return found


def _gap(before: str, last: str, letter: str) -> int:
    separators = "".join(each for each in before if not is_hidden(each))
    if separators:
        if last and is_unspaced(last) and is_unspaced(letter):
            return JOINT  # a space there parts phrases, not words
        parts = HYPHENATED.sub("", separators)
        return SPACE if any(each.isspace() for each in parts) else JOINT
    if not last:
        return SPACE
    if is_unspaced(letter) or is_unspaced(last):
        return INSIDE if is_sign(letter) else LOOSE
    if letter.isdigit() != last.isdigit():
        return JOINT
    return INSIDE


def _part_humps(found: Letters) -> None:
    """SokDara, SOKDara: a capital begins a word."""
    source, at, gaps = found.source, found.at, found.gaps
    for i in range(1, len(at)):
        if gaps[i] == INSIDE and source[at[i]].isupper() and at[i] != at[i - 1]:
            ahead = source[at[i] + 1 : at[i] + 2]
            if source[at[i - 1]].islower() or ahead.islower():
                gaps[i] = JOINT


def _undress(found: Letters) -> None:
    """S0kha: a digit between two letters may be one of them, or may not."""
    letters, gaps = list(found.letters), found.gaps
    for i in range(1, len(letters) - 1):
        tight = gaps[i] == JOINT and gaps[i + 1] == JOINT
        near = found.at[i + 1] - found.at[i - 1] == 2
        if tight and near and letters[i] in DRESSED:
            letters[i] = DRESSED[letters[i]]
            gaps[i] = gaps[i + 1] = LOOSE
    found.letters = "".join(letters)


def _unspell(found: Letters) -> None:
    """S o k h a: spaces between letters that stand alone part nothing."""
    gaps, run = found.gaps, 0
    for i in range(len(gaps) + 1):
        if i < len(gaps) and gaps[i] >= JOINT and found.ends(i + 1) >= JOINT:
            run += 1
            continue
        for inner in range(i - run + 1, i) if run >= SPELLED else ():
            gaps[inner] = min(gaps[inner], JOINT)
        run = 0


def _loosen_prefixes(found: Letters) -> None:
    for i, letter in enumerate(found.letters):
        if letter in CLINGING and found.gaps[i] >= JOINT and not found.ends(i + 1):
            found.gaps[i + 1] = LOOSE


def _open_addresses(found: Letters) -> None:
    for stretch in STRETCH.finditer(found.source):
        if RUN_TOGETHER.search(stretch[0]):
            first = bisect_left(found.at, stretch.start())
            for i in range(first, bisect_left(found.at, stretch.end())):
                found.gaps[i] = found.gaps[i] or FORCED
