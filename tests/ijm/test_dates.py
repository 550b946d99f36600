"""Days as the charity lives them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ijm.dates import add_months_clamped, month_start, today


@pytest.mark.parametrize(
    ("first", "months", "anchor", "expected"),
    [
        (date(2026, 1, 31), 1, 31, date(2026, 2, 28)),
        (date(2026, 1, 31), 2, 31, date(2026, 3, 31)),
        (date(2026, 1, 31), 3, 31, date(2026, 4, 30)),
        (date(2024, 1, 31), 1, 31, date(2024, 2, 29)),
        (date(2026, 12, 15), 1, 15, date(2027, 1, 15)),
        (date(2026, 2, 28), 1, 30, date(2026, 3, 30)),
        (date(2024, 2, 29), 12, 29, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, 29, date(2028, 2, 29)),
        (date(2026, 5, 9), 0, 9, date(2026, 5, 9)),
    ],
)
def test_months_end_where_they_end(first, months, anchor, expected) -> None:
    assert add_months_clamped(first, months, anchor) == expected


@given(
    some.dates(date(2000, 1, 1), date(2100, 1, 1)),
    some.integers(0, 600),
    some.integers(1, 31),
)
def test_no_month_is_skipped_or_met_twice(first, months, anchor) -> None:
    due = add_months_clamped(first, months, anchor)
    passed = (due.year - first.year) * 12 + due.month - first.month
    assert passed == months
    assert due.day <= anchor


def test_today_is_the_charity_s_day(settings) -> None:
    settings.TIME_ZONE = "Australia/Sydney"
    late_in_london = datetime(2026, 6, 30, 15, tzinfo=UTC)
    assert today(late_in_london) == date(2026, 7, 1)


def test_a_month_starts_on_the_first() -> None:
    assert month_start(date(2026, 2, 28)) == date(2026, 2, 1)
