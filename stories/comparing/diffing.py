"""What changed between two texts: blocks are matched first, then the words in them.

Plain blocks in, marked passages out; knows no models. Matching words over the whole of
a long text is slow and marks what nobody touched, so it only ever happens inside blocks
that belong together: one with one, or one with the two it was split into.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from stories.comparing.pairing import Group, paired
from stories.comparing.text import Block, Word

Fate = Literal["same", "gone", "new"]
Change = Literal["same", "gone", "new", "changed", "away", "here"]

# A product of repetitions, beyond which matching takes more than a blink.
DEAREST = 250_000
ENDS_A_SENTENCE = frozenset(".!?។៕。！？")
# How much two texts have in common before one is the other, moved and changed.
STILL_ITSELF = 0.6
ENOUGH_TO_KNOW_IT_BY = 8
MOST_TRIED = 400
WORTH_FOLDING = 3


@dataclass(frozen=True)
class Run:
    """Words in a row that share one fate."""

    fate: Fate
    text: str
    after: str = ""


@dataclass(frozen=True)
class Passage:
    """One block of the comparison. `away` and `here`: it was moved between them."""

    name: str
    change: Change
    runs: tuple[Run, ...]
    was: str = ""


def passages(old: Sequence[Block], new: Sequence[Block]) -> list[Passage]:
    """The whole of both texts in order, with every change marked and nothing else."""
    return [
        _passage(group.olds, group.news, group.is_moved) for group in _moved(old, new)
    ]


def _passage(olds: Sequence[Block], news: Sequence[Block], moved: bool) -> Passage:
    if not news:
        return _whole(olds[0], "away" if moved else "gone")
    if not olds:
        return _whole(news[0], "new")
    runs = tuple(_runs(_joined(olds), _joined(news)))
    was = olds[0].name if olds[0].name != news[0].name else ""
    alike = not was and all(run.fate == "same" for run in runs)
    change: Change = "here" if moved else "same" if alike else "changed"
    return Passage(news[0].name, change, runs, was)


def _whole(block: Block, change: Change) -> Passage:
    fate: Fate = "same" if change == "away" else change  # type: ignore[assignment]
    return Passage(block.name, change, (_run(fate, block.words),))


def _moved(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Group]:
    """The pairs, with what left one place and came to another brought together."""
    groups = paired(old, new)
    left = [group for group in groups if not group.news]
    came = [group for group in groups if not group.olds]
    few = len(left) * len(came) <= MOST_TRIED
    origins: dict[int, Group] = {}
    for group in came:
        for origin in left:
            if _is_itself(origin.olds[0], group.news[0], few):
                origins[id(group)] = origin
                left.remove(origin)
                break
    away = {id(origin) for origin in origins.values()}
    for group in groups:
        if id(group) in origins:
            yield replace(group, olds=origins[id(group)].olds, is_moved=True)
        else:
            yield replace(group, is_moved=id(group) in away)


def _is_itself(one: Block, other: Block, look_closely: bool) -> bool:
    size = len(one.words) + len(other.words)
    if one == other or (one.about and one.about == other.about):
        return True
    strangers = one.about or other.about or not look_closely
    if strangers or size < 2 * ENOUGH_TO_KNOW_IT_BY:
        return False
    common = (Counter(one.words) & Counter(other.words)).total()
    return 2 * common / size >= STILL_ITSELF


def _joined(blocks: Sequence[Block]) -> list[Word]:
    """The words of one block, or of several with a mark where the next begins."""
    joined = list(blocks[0].words)
    for block in blocks[1:]:
        joined += [Word("¶", after=" "), *block.words]
    return joined


def _runs(old: Sequence[Word], new: Sequence[Word]) -> Iterator[Run]:
    """What both begin and end with is the same; only the rest is matched."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    if start:
        yield _run("same", new[:start])
    yield from _matched(old[start : len(old) - end], new[start : len(new) - end])
    if end:
        yield _run("same", new[len(new) - end :])


def _common(one: Sequence[Word], other: Sequence[Word]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _matched(old: Sequence[Word], new: Sequence[Word]) -> Iterator[Run]:
    if not (old and new):
        yield from _replaced(old, new)
    elif _cost(old, new) > DEAREST:
        yield from _by_sentences(old, new)
    else:
        yield from _by_words(old, new)


def _cost(old: Sequence[Word], new: Sequence[Word]) -> int:
    there = Counter(new)
    return sum(count * there[word] for word, count in Counter(old).items())


def _by_sentences(old: Sequence[Word], new: Sequence[Word]) -> Iterator[Run]:
    """A wall of text is a page whose paragraphs are sentences."""
    ours, theirs = list(_sentences(old)), list(_sentences(new))
    if len(ours) + len(theirs) <= 3:
        yield from _replaced(old, new)
        return
    for group in paired(ours, theirs):
        yield from _matched(_words_of(group.olds), _words_of(group.news))


def _sentences(words: Sequence[Word]) -> Iterator[Block]:
    begin = 0
    for number, word in enumerate(words, start=1):
        if word.text in ENDS_A_SENTENCE or number == len(words):
            yield Block("sentence", tuple(words[begin:number]))
            begin = number


def _words_of(blocks: Iterable[Block]) -> list[Word]:
    return [word for block in blocks for word in block.words]


def _by_words(old: Sequence[Word], new: Sequence[Word]) -> Iterator[Run]:
    gone: list[Word] = []
    came: list[Word] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal" and not _is_chance(new[c:d], bool(gone or came)):
            yield from _replaced(gone, came)
            gone, came = [], []
            yield _run("same", new[c:d])
        else:
            gone += old[a:b]
            came += new[c:d]
    yield from _replaced(gone, came)


def _is_chance(words: Sequence[Word], within_a_change: bool) -> bool:
    """A lone letter that two words of an unspaced script happen to share."""
    return within_a_change and len(words) == 1 and words[0].is_cluster


def _replaced(old: Sequence[Word], new: Sequence[Word]) -> Iterator[Run]:
    if old:
        yield _run("gone", old)
    if new:
        yield _run("new", new)


def _run(fate: Fate, words: Sequence[Word]) -> Run:
    """As it reads; in changed words the style is said, since it may be the change."""
    text = ""
    for number, word in enumerate(words):
        following = words[number + 1].style if number + 1 < len(words) else ""
        said = word.style if fate != "same" and word.style != following else ""
        text += word.text + (f" [{said}]" if said else "") + word.after
    return Run(fate, text.rstrip(), text[len(text.rstrip()) :])


@dataclass(frozen=True)
class Stretch:
    """Passages in a row, near a change or all of them far from any."""

    passages: tuple[Passage, ...]
    is_far: bool

    def __len__(self) -> int:
        return len(self.passages)


def stretches(found: Sequence[Passage]) -> list[Stretch]:
    """So that a page can fold away what lies far from every change."""
    changed = [passage.change != "same" for passage in found]
    far = [not any(changed[max(0, n - 1) : n + 2]) for n in range(len(found))]
    grouped = groupby(zip(far, found, strict=True), key=lambda pair: pair[0])
    return [
        Stretch(row, is_far and len(row) >= WORTH_FOLDING)
        for is_far, pairs in grouped
        if (row := tuple(passage for _far, passage in pairs))
    ]
