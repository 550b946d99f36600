"""What every page needs is kept, however much else was asked for."""

import pytest

from ijm.kept import MOST, kept

pytestmark = pytest.mark.django_db


def times_made(name: str, times: int) -> int:
    made = [0]

    def make() -> None:
        made[0] += 1

    for _each in range(times):
        kept(name, make)
    return made[0]


def test_a_thing_is_made_once():
    assert times_made("head", 3) == 1


def test_after_a_walk_through_all_there_is_things_are_kept_again():
    for number in range(MOST + 10):
        kept(number, lambda: None)
    assert times_made("foot", 3) == 1
