"""What stories moved people to do, as each app counts its part; stories show it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ijm.contributions import Registry
from ijm.front_page import Words


@dataclass(frozen=True)
class Moved:
    """What people did after one story: “partners”, “12”; `acts` is to compare by."""

    words: Words
    figure: str
    acts: int


@dataclass(frozen=True)
class StoryMove:
    """One app's part.

    `moved(stories, since)` answers for many at once, or with None for all, in a fixed
    number of queries: lines by the story's id.
    """

    name: str
    moved: Callable[[Sequence[int] | None, date | None], Mapping[int, Sequence[Moved]]]


story_moves: Registry[StoryMove] = Registry()
