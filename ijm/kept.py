"""What a process keeps of the pages' common parts until the next generation.

The head and foot of every page, the amounts to give, a story's card: dear to make, the
same on many pages, and wrong the moment anything they show is changed. They go when the
generation moves, and after a minute at the latest, like the pages themselves.
"""

import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Any, TypeVar

from ijm import generation

T = TypeVar("T")
LIFE = 60.0
MOST = 2_000


class Shelf:
    """One generation's things. Threads may make a thing twice; they make the same."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.until = time.monotonic() + LIFE
        self.things: dict[Hashable, Any] = {}

    def let_the_oldest_go(self) -> None:
        """A walk through all lists must not keep out what every page needs."""
        with suppress(KeyError, RuntimeError):  # another thread was quicker
            del self.things[next(iter(self.things))]


_shelf = Shelf(-1)


def kept(name: Hashable, make: Callable[[], T]) -> T:
    """What `make` made under this name for this page's generation, or makes now."""
    global _shelf
    number = generation.of_this_page()
    shelf = _shelf
    if shelf.number != number or shelf.until < time.monotonic():
        shelf = _shelf = Shelf(number)
    try:
        return shelf.things[name]
    except KeyError:
        shelf.things[name] = made = make()
        if len(shelf.things) > MOST:
            shelf.let_the_oldest_go()
        return made


def forget() -> None:
    """For tests, whose rolled-back transactions repeat the numbers."""
    global _shelf
    _shelf = Shelf(-1)
