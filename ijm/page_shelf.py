"""Where finished pages stand: bounded in bytes; the longest unasked-for goes first."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from ijm.cached_page import CachedPage

Key = tuple[str, str]
# How long a request waits for another that renders the same page.
PATIENCE = 2.0


class PageShelf:
    def __init__(self, room: int) -> None:
        self.room = room
        self.taken = 0
        self._lock = threading.Lock()
        self._pages: OrderedDict[Key, CachedPage] = OrderedDict()

    def __len__(self) -> int:
        return len(self._pages)

    def find(self, key: Key) -> CachedPage | None:
        # No lock here, where every visitor passes: each of the two steps is atomic.
        page = self._pages.get(key)
        if page is not None:
            try:
                self._pages.move_to_end(key)
            except KeyError:  # taken off between the two steps
                pass
        return page

    def put(self, key: Key, page: CachedPage) -> None:
        """Keep `page`, unless it alone would push out a good part of the others."""
        if page.size > self.room // 8:
            return
        with self._lock:
            old = self._pages.get(key)
            if old is not None and old.read_at > page.read_at:
                return
            self.taken += page.size - (old.size if old else 0)
            self._pages[key] = page
            self._pages.move_to_end(key)
            while self.taken > self.room:
                _key, gone = self._pages.popitem(last=False)
                self.taken -= gone.size


class Turns:
    """One request renders a page; others that want the same wait for it a little."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way: dict[Key, threading.Event] = {}

    @contextmanager
    def taken(self, key: Key) -> Iterator[bool]:
        """True: the page is yours to render. False: someone just did, or took long."""
        with self._lock:
            done = self._under_way.get(key)
            if done is None:
                mine = self._under_way[key] = threading.Event()
        if done is not None:
            done.wait(PATIENCE)
            yield False
            return
        try:
            yield True
        finally:
            with self._lock:
                del self._under_way[key]
            mine.set()
