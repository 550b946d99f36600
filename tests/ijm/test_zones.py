"""Local times: one moment, none or two; and the clocks beside each other."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from ijm.zones import NoSuchTime, WallTime, city, how_long, known_zone, on_clocks


def at(*parts: int, zone: str) -> WallTime:
    return WallTime(datetime(*parts), zone)


def test_an_ordinary_time_is_one_moment() -> None:
    time = at(2026, 7, 1, 9, 0, zone="Asia/Phnom_Penh")
    assert time.moment == datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
    assert not time.comes_twice


@pytest.mark.parametrize(
    ("zone", "gap"),
    [
        ("Europe/London", (2026, 3, 29, 1, 30)),
        ("Australia/Sydney", (2026, 10, 4, 2, 0)),
        ("America/New_York", (2026, 3, 8, 2, 59)),
        ("Australia/Lord_Howe", (2026, 10, 4, 2, 15)),
    ],
)
def test_a_time_in_a_gap_is_none(zone: str, gap: tuple[int, ...]) -> None:
    with pytest.raises(NoSuchTime) as refused:
        _ = at(*gap, zone=zone).moment
    assert "clocks are put forward over it" in str(refused.value)
    assert city(zone) in str(refused.value)


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    time = at(2026, 10, 25, 1, 30, zone="Europe/London")
    assert time.comes_twice
    assert time.moment == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_clocks_beside_each_other_show_their_own_days() -> None:
    moment = datetime(2026, 7, 1, 20, 0, tzinfo=UTC)
    zones = ["Asia/Phnom_Penh", "Europe/London"]
    assert on_clocks(moment, zones) == "Phnom Penh Thu 03:00 / London Wed 21:00"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(hours=2, minutes=14), "2 h 14 min"),
        (timedelta(days=3, hours=4, minutes=59), "3 d 4 h"),
        (timedelta(seconds=61), "2 min"),
        (timedelta(seconds=-5), "0 min"),
    ],
)
def test_how_long_is_said_in_whole_minutes(span: timedelta, words: str) -> None:
    assert how_long(span) == words


def test_a_zone_nobody_knows_is_refused() -> None:
    known_zone("Europe/London")
    with pytest.raises(ValidationError):
        known_zone("Europe/Atlantis")
