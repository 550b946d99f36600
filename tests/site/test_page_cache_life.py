"""A kept page ends: by generation, by its minute, by its story, or for want of room."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from ijm import generation
from ijm.cached_page import CachedPage
from ijm.page_shelf import PageShelf, Turns
from tests.site.asking import ask, new_cache

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.site.urls_for_tests")]
PAGE = "/for-tests/page/"


def page(read_at: float = 0, life: float = 60, until: float | None = None, kb: int = 1):
    lapses = timezone.now() + timedelta(seconds=until) if until is not None else None
    return CachedPage.of(
        "200 OK",
        [],
        b"x" * kb * 1024,
        generation=1,
        read_at=read_at,
        life=life,
        public_until=lapses,
    )


def test_a_bump_is_seen_within_the_second(settings) -> None:
    settings.PAGE_CACHE_CHECK_MS = 50
    cache = new_cache()
    old = ask(cache, PAGE)
    generation.bump()
    time.sleep(0.06)
    assert ask(cache, PAGE).text != old.text


def test_a_control_that_does_not_look_shows_the_old_page(settings) -> None:
    settings.PAGE_CACHE_CHECK_MS = 60_000
    cache = new_cache()
    old = ask(cache, PAGE)
    generation.bump()
    assert ask(cache, PAGE).text == old.text


def test_a_page_lives_a_minute() -> None:
    now = time.monotonic()
    assert page(read_at=now - 59).is_alive()
    assert not page(read_at=now - 60).is_alive()


def test_a_page_ends_with_its_story() -> None:
    now = time.monotonic()
    assert page(read_at=now, until=1).is_alive()
    assert not page(read_at=now, until=-0.001).is_alive()


def test_the_view_says_when_its_story_ends() -> None:
    cache = new_cache()
    first = ask(cache, "/for-tests/lapsing/")
    assert ask(cache, "/for-tests/lapsing/").text == first.text
    time.sleep(1.01)
    assert ask(cache, "/for-tests/lapsing/").text != first.text


def test_without_its_database_the_last_number_stands(monkeypatch) -> None:
    watch = generation.Watch(every=0.01)
    known = watch.number()
    time.sleep(0.02)

    def away() -> int:
        raise OperationalError("the database is away")

    monkeypatch.setattr(generation, "current", away)
    assert watch.number() == known


def test_a_late_reader_does_not_turn_the_watch_back() -> None:
    watch = generation.Watch(every=60)
    watch.note(8, seen_at=2.0)
    watch.note(7, seen_at=1.0)
    watch.every = float("inf")
    assert watch.number() == 8


def test_the_page_longest_unasked_for_goes_first() -> None:
    shelf = PageShelf(room=9 * page().size)
    for name in "abcdefghi":
        shelf.put((name, ""), page())
    shelf.find(("a", ""))
    shelf.put(("new", ""), page())
    assert shelf.find(("a", "")) is not None
    assert shelf.find(("b", "")) is None
    assert shelf.taken <= shelf.room


def test_a_page_too_big_for_the_shelf_stays_off_it() -> None:
    shelf = PageShelf(room=64 * 1024)
    shelf.put(("big", ""), page(kb=32))
    assert (len(shelf), shelf.taken) == (0, 0)


def test_an_older_rendering_does_not_replace_a_newer() -> None:
    shelf, newer = PageShelf(room=2**20), page(read_at=2)
    shelf.put(("a", ""), newer)
    shelf.put(("a", ""), page(read_at=1))
    assert shelf.find(("a", "")) is newer


def test_one_renders_while_the_others_wait() -> None:
    turns, order, done = Turns(), [], threading.Event()
    at_the_door = {name: threading.Event() for name in "123"}

    def come(name: str) -> None:
        at_the_door[name].set()
        with turns.taken(("a", "")) as mine:
            if mine:
                done.wait(5)
            order.append((name, mine))

    threads = [threading.Thread(target=come, args=(name,)) for name in "123"]
    for thread, arrived in zip(threads, at_the_door.values(), strict=True):
        thread.start()
        assert arrived.wait(5)
        time.sleep(0.05)
    done.set()
    for thread in threads:
        thread.join()
    assert order[0] == ("1", True)
    assert [mine for _name, mine in order] == [True, False, False]
