"""The ways to write a name, as keys; and keys as hashes, which is all that is kept.

A key has the bare letters of a name, and spaces where its words are parted.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise, permutations, product

from ijm import keyed_hash
from stories.names.letters import JOINT, SPACE, Letters, read

OPENING = 4
LONGEST_KEY = 50
MOST_WORDS = 8
ANY_ORDER = 3  # names of more words are known in two orders


class NotAName(Exception):
    """Too short or too long to be recognised in a text."""


def hashed(key: str) -> int:
    return _number(keyed_hash.digest(key, "stories.name"))


def opening_of(key: str) -> int:
    """The first letters of a key, by which candidates are looked up."""
    letters = key.replace(" ", "")[:OPENING]
    return _number(keyed_hash.digest(letters, "stories.name.opening"))


def _number(digest: bytes) -> int:
    """64 bits of it, as a column of whole numbers holds them."""
    return int.from_bytes(digest[:8], "big", signed=True)


def keys_of(name: str, any_order: bool) -> set[str]:
    """Every key by which `name` is to be found. Raises NotAName."""
    found = read(name)
    parts = list(_words(found))
    pieces = sum(map(len, parts))
    longest = len(found.letters) + pieces - 1
    if len(found.letters) < 2 or longest > LONGEST_KEY or pieces > MOST_WORDS:
        raise NotAName
    return {key for order in _orders(parts, any_order) for key in _spellings(order)}


def words_of(name: str) -> list[str]:
    """Its words as they were typed: Sok, Dara."""
    found = read(name)
    starts = [i for i, gap in enumerate(found.gaps) if gap == SPACE or i == 0]
    return [
        found.words(first, end) for first, end in pairwise([*starts, len(found.gaps)])
    ]


def _words(found: Letters) -> Iterator[list[str]]:
    """Words, each a list of the pieces that a hyphen or the like parts."""
    word: list[str] = []
    for letter, gap in zip(found.letters, found.gaps, strict=True):
        if gap == SPACE and word:
            yield word
            word = []
        if gap >= JOINT or not word:
            word.append(letter)
        else:
            word[-1] += letter
    if word:
        yield word


def _orders(words: list[list[str]], any_order: bool) -> Iterable[tuple[list[str], ...]]:
    if not any_order:
        return [tuple(words)]
    if len(words) <= ANY_ORDER:
        return permutations(words)
    return [tuple(words), (words[-1], *words[:-1])]


def _spellings(words: Iterable[list[str]]) -> Iterator[str]:
    """Sok-Dara is found as “sok dara” and as “sokdara”."""
    pieces = [piece for word in words for piece in word]
    yield "".join(pieces)
    joints = [
        ("", " ") if nth else (" ",) for word in words for nth in range(len(word))
    ]
    for chosen in product(*joints[1:]):
        yield pieces[0] + "".join(
            joint + piece for joint, piece in zip(chosen, pieces[1:], strict=True)
        )
