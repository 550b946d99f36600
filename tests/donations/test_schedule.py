"""When gifts fall due: month ends by a table, everything else by properties."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from donations.schedule import (
    DUE_ON_SQL,
    NUMBER_SQL,
    PERIOD_SQL,
    Schedule,
    first_gift,
)

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
ANCHORS = st.integers(1, 31)
INTERVALS = st.sampled_from([1, 3, 12])
NUMBERS = st.integers(1, 1200)

MONTH_ENDS = [
    (date(2026, 1, 31), 31, 1, 2, date(2026, 2, 28)),
    (date(2026, 1, 31), 31, 1, 3, date(2026, 3, 31)),
    (date(2026, 1, 31), 31, 1, 4, date(2026, 4, 30)),
    (date(2028, 1, 31), 31, 1, 2, date(2028, 2, 29)),
    (date(2026, 1, 30), 30, 1, 2, date(2026, 2, 28)),
    (date(2026, 2, 28), 30, 1, 2, date(2026, 3, 30)),
    (date(2028, 2, 29), 29, 12, 2, date(2029, 2, 28)),
    (date(2028, 2, 29), 29, 12, 5, date(2032, 2, 29)),
    (date(2026, 11, 30), 31, 3, 2, date(2027, 2, 28)),
    (date(2026, 11, 30), 31, 1, 2, date(2026, 12, 31)),
    (date(2026, 11, 23), 5, 1, 2, date(2026, 12, 5)),
    (date(2026, 12, 31), 31, 1, 2, date(2027, 1, 31)),
]


@pytest.mark.parametrize(("first", "anchor", "months", "n", "due"), MONTH_ENDS)
def test_a_short_month_has_its_gift_on_its_last_day(first, anchor, months, n, due):
    assert Schedule(first, anchor, months).due_on(n) == due


@given(first=DAYS, anchor=ANCHORS, months=INTERVALS, n=NUMBERS)
def test_each_period_has_exactly_one_gift(first, anchor, months, n):
    schedule = Schedule(first, anchor, months)
    here, after = schedule.due_on(n), schedule.due_on(n + 1)
    gone = (after.year - here.year) * 12 + after.month - here.month
    assert gone == months
    assert schedule.period(n) == here.replace(day=1)


@given(first=DAYS, anchor=ANCHORS, months=INTERVALS, day=DAYS)
def test_the_next_gift_is_the_first_not_before_a_day(first, anchor, months, day):
    schedule = Schedule(first, anchor, months)
    n = schedule.next_number(day)
    assert schedule.due_on(n) >= day
    assert n == 1 or schedule.due_on(n - 1) < day


@given(today=DAYS, anchor=ANCHORS, notice=st.integers(0, 14))
def test_the_first_gift_leaves_time_and_comes_within_a_month(today, anchor, notice):
    found = first_gift(today, anchor, timedelta(notice))
    assert timedelta(notice) <= found - today <= timedelta(notice + 31)
    assert found == Schedule(found, anchor).due_on(1)
    assert found.day == anchor or (found + timedelta(1)).day == 1


@pytest.mark.django_db
@settings(max_examples=300, deadline=None)
@given(first=DAYS, anchor=ANCHORS, months=INTERVALS, n=NUMBERS, day=DAYS)
def test_python_and_sql_agree(first, anchor, months, n, day):
    sql = f"""
        SELECT {DUE_ON_SQL}, {PERIOD_SQL}, {NUMBER_SQL.format(day="%s::date")}
        FROM (SELECT %s::date AS first_due, %s AS anchor_day, %s AS interval_months)
          p, (SELECT %s AS n) s
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [day, day, first, anchor, months, n])
        found = cursor.fetchone()
    schedule = Schedule(first, anchor, months)
    assert found == (schedule.due_on(n), schedule.period(n), schedule.number(day))
