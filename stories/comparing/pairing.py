"""Which blocks of an old text became which of a new one. Knows no models.

Equal ones are anchors. Between two anchors the rest is aligned by the words they share,
as sentences of translations are: one to one, one to two, two to one, or to none.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from stories.comparing.text import Block, Word

# Less in common than this, and two paragraphs are strangers.
KIN = 0.35
# Splitting or joining must explain more than a plain pair would.
SPLIT_COSTS = 2.0
# So far from the diagonal a block of a large rewritten stretch is looked for.
BAND = 40
STRANGERS = -1.0
# Of two equal ways the one that names what is gone before what is new.
STEPS = ((1, 1), (1, 2), (2, 1), (0, 1), (1, 0))


@dataclass(frozen=True)
class Group:
    """Old blocks and the new ones they became; either may be missing."""

    olds: tuple[Block, ...]
    news: tuple[Block, ...]
    is_moved: bool = False


def paired(old: Sequence[Block], new: Sequence[Block]) -> list[Group]:
    groups: list[Group] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            for one, other in zip(old[a:b], new[c:d], strict=True):
                groups.append(Group((one,), (other,)))
        else:
            groups += _Stretch(old[a:b], new[c:d]).groups()
    return groups


class _Stretch:
    """Two runs of blocks of which none stayed as it was."""

    def __init__(self, old: Sequence[Block], new: Sequence[Block]) -> None:
        self.old, self.new = old, new
        numbers: dict[Word, int] = {}
        self._old = [_counted(block, numbers) for block in old]
        self._new = [_counted(block, numbers) for block in new]
        self._old_sizes = [len(block.words) for block in old]
        self._new_sizes = [len(block.words) for block in new]
        self._shared: dict[tuple[int, int], int] = {}

    def groups(self) -> Iterator[Group]:
        """The best way from the first blocks to the last ones, walked back."""
        return (
            Group(tuple(self.old[a:b]), tuple(self.new[c:d]))
            for a, b, c, d in reversed(list(self._way()))
        )

    def _way(self) -> Iterator[tuple[int, int, int, int]]:
        steps = self._steps()
        i, j = len(self.old), len(self.new)
        while i or j:
            olds, news = steps[i, j]
            yield i - olds, i, j - news, j
            i, j = i - olds, j - news

    def _steps(self) -> dict[tuple[int, int], tuple[int, int]]:
        """For each pair of ends, the last step of the best way there."""
        best: dict[tuple[int, int], float] = {(0, 0): 0.0}
        steps: dict[tuple[int, int], tuple[int, int]] = {}
        for i in range(len(self.old) + 1):
            for j in self._near(i):
                ways = [
                    (best[i - a, j - c] + self._gain(i, a, j, c), (a, c))
                    for a, c in STEPS
                    if (i - a, j - c) in best
                ]
                if ways:
                    best[i, j], steps[i, j] = max(ways, key=lambda way: way[0])
        return steps

    def _near(self, i: int) -> range:
        """All of them, or in a large stretch those about as far into it."""
        share = len(self.new) / max(1, len(self.old))
        middle, width = int(i * share), BAND + int(share)
        return range(max(0, middle - width), min(len(self.new), middle + width) + 1)

    def _gain(self, i: int, a: int, j: int, c: int) -> float:
        """Words explained, less what strangers of that length would share."""
        if not (a and c):
            return 0.0
        if any(one.about for one in (*self.old[i - a : i], *self.new[j - c : j])):
            return self._gain_of_things(i, a, j, c)
        if a + c == 2:
            size = self._old_sizes[i - 1] + self._new_sizes[j - 1]
            gain = 2 * self._common(i - 1, j - 1) - KIN * size
            return gain if gain > 0 else STRANGERS
        return self._gain_of_splitting(range(i - a, i), range(j - c, j))

    def _gain_of_things(self, i: int, a: int, j: int, c: int) -> float:
        """A thing stays itself whatever is said of it, and never becomes another."""
        same = a + c == 2 and self.old[i - 1].about == self.new[j - 1].about
        return float(self._old_sizes[i - 1]) if same else STRANGERS

    def _gain_of_splitting(self, olds: range, news: range) -> float:
        if not all(self._is_part(i, j) for i in olds for j in news):
            return STRANGERS
        ours = sum((self._old[i] for i in olds), Counter[int]())
        theirs = sum((self._new[j] for j in news), Counter[int]())
        size = ours.total() + theirs.total()
        return 2 * (ours & theirs).total() - KIN * size - SPLIT_COSTS

    def _is_part(self, i: int, j: int) -> bool:
        """Whether the shorter may be a piece of the longer."""
        shorter = min(self._old_sizes[i], self._new_sizes[j])
        return self._common(i, j) > KIN * shorter

    def _common(self, i: int, j: int) -> int:
        """How many words the two share: asked often, so counted once."""
        if (i, j) not in self._shared:
            one, other = self._old[i], self._new[j]
            self._shared[i, j] = sum(
                min(count, other[number])
                for number, count in one.items()
                if number in other
            )
        return self._shared[i, j]


def _counted(block: Block, numbers: dict[Word, int]) -> Counter[int]:
    """Its words by numbers, which compare faster."""
    return Counter(numbers.setdefault(word, len(numbers)) for word in block.words)
