"""Are there protected names in these texts? Two queries, however many names there are.

The first letters of everything that could be a name are hashed and looked up; only
where a protected name begins alike is more of the text hashed and compared.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from ijm import keyed_hash
from stories.models.protected_name import NameForm, NameFormQuerySet, ProtectedName
from stories.models.subject import Subject
from stories.names.forms import LONGEST_KEY, OPENING, hashed, opening_of
from stories.names.letters import FORCED, INSIDE, JOINT, SPACE, Letters, read
from stories.names.plain import plain

LONG_ENOUGH = 6  # letters of a name that is recognised in the middle of a word
AROUND = 60  # letters on either side that an acceptance holds for
Place = tuple[str, int]


@dataclass(frozen=True)
class Window:
    """A stretch of a text that could be a name."""

    field: str
    first: int
    end: int


@dataclass(frozen=True)
class Match:
    """Words of this text that are a protected name, or may be one."""

    field: str
    words: str
    begins: int  # where, in the plain text of the field
    name: ProtectedName
    occurrence: bytes

    @property
    def subject(self) -> str:
        return self.name.subject.reference

    @property
    def blocks(self) -> bool:
        return self.name.blocks


def protected_names_in(
    texts: Mapping[str, str], where: str = "", of: Subject | None = None
) -> list[Match]:
    """What must not be public of `texts`, which are parts of one text called `where`.

    A common name that was accepted in just these words is passed over. With `of`, the
    names of that subject alone.
    """
    return Search(texts, where, of).matches()


@dataclass
class Search:
    texts: Mapping[str, str]
    where: str = ""
    of: Subject | None = None

    @cached_property
    def read(self) -> dict[str, Letters]:
        return {name: read(plain(text)) for name, text in self.texts.items() if text}

    def matches(self) -> list[Match]:
        windows = self._candidates()
        if not windows:
            return []
        found = []
        for form in self._forms.among(list(windows)):
            for window in windows[form.digest]:
                if match := self._match(window, form):
                    found.append(match)
        return sorted(_outermost(found), key=lambda each: (each.field, each.begins))

    @property
    def _forms(self) -> NameFormQuerySet:
        return NameForm.objects.of(self.of) if self.of else NameForm.objects.all()

    def _candidates(self) -> dict[int, list[Window]]:
        """Stretches that begin as a protected name does, by their hashes."""
        places = self._openings()
        alike = self._forms.openings_among(list(places)) if places else ()
        keys: dict[str, list[Window]] = defaultdict(list)
        for opening in alike:
            for place in places[opening]:
                for window, key in self._windows(place):
                    keys[key].append(window)
        return {hashed(key): windows for key, windows in keys.items()}

    def _openings(self) -> dict[int, list[Place]]:
        """Hashes of how names could begin here, and where each stands."""
        begun: dict[str, list[Place]] = defaultdict(list)
        for name, found in self.read.items():
            for first in found.begins():
                for letters in _openings_at(found, first):
                    begun[letters].append((name, first))
        return {opening_of(letters): places for letters, places in begun.items()}

    def _windows(self, place: Place) -> Iterator[tuple[Window, str]]:
        """Each stretch from here on: a joint in it parts two words, or it does not."""
        name, first = place
        found = self.read[name]
        letters, gaps, stops = found.letters, found.gaps, found.stops
        parted = whole = ""
        start = first
        for stop in islice(stops, bisect_right(stops, first), None):
            gap = gaps[start] if start > first else INSIDE
            piece = letters[start:stop]
            parted += f" {piece}" if gap >= JOINT else piece
            whole += f" {piece}" if gap == SPACE else piece
            if len(whole) > LONGEST_KEY:
                return
            yield Window(name, first, stop), parted
            if parted != whole:
                yield Window(name, first, stop), whole
            start = stop

    def _match(self, window: Window, form: NameForm) -> Match | None:
        found, name = self.read[window.field], form.name
        if not _counts(found, window, name):
            return None
        occurrence = self._occurrence(found, window, name)
        accepted: list[memoryview] = form.accepted  # type: ignore[attr-defined]
        if not name.blocks and occurrence in map(bytes, accepted):
            return None
        words = found.words(window.first, window.end)
        return Match(window.field, words, found.at[window.first], name, occurrence)

    def _occurrence(self, found: Letters, window: Window, name: ProtectedName) -> bytes:
        """A hash of the name with the words around it, in this text and field."""
        before = found.letters[max(0, window.first - AROUND) : window.first]
        itself = found.letters[window.first : window.end]
        after = found.letters[window.end : window.end + AROUND]
        parts = (self.where, window.field, str(name.subject_id), before, itself, after)
        return keyed_hash.digest("\x00".join(parts), "stories.name.occurrence")


def _openings_at(found: Letters, first: int) -> Iterator[str]:
    """The first four letters; fewer where a word ends after them."""
    letters = found.letters[first : first + OPENING]
    if len(letters) == OPENING:
        yield letters
    for length in range(2, min(OPENING, len(letters) + 1)):
        if found.ends(first + length) > INSIDE:
            yield letters[:length]


def _counts(found: Letters, window: Window, name: ProtectedName) -> bool:
    """In the middle of a word only long names do; ordinary words, with a capital."""
    gaps = (found.gaps[window.first], found.ends(window.end))
    if FORCED in gaps:
        return name.blocks and window.end - window.first >= LONG_ENOUGH
    if name.ordinary and FORCED not in found.gaps[window.first : window.end]:
        first = found.source[found.at[window.first]]
        return first.isupper() or not first.islower()
    return True


def _outermost(found: list[Match]) -> Iterator[Match]:
    """Each once, without those within a longer match of the same subject."""
    reach: dict[tuple[str, int], int] = {}
    for match in sorted(found, key=lambda each: (each.begins, -len(each.words))):
        whose = (match.field, match.name.subject_id)
        end = match.begins + len(match.words)
        if end > reach.get(whose, -1):
            reach[whose] = end
            yield match
