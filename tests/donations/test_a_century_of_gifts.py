"""A hundred years of one pledge, whatever its donor does: one gift in each period."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from donations.models import Instalment, Payment, Pledge
from donations.raising import raise_instalments
from donations.schedule import DUE_ON_SQL, PERIOD_SQL, Schedule
from ijm.dates import month_start
from tests.make_donations import at, aud, make_donor, make_fund, make_pledge

pytestmark = pytest.mark.django_db

CENTURY = 1200  # months
# A leap year's February, both kinds of month's end, and the year's turn.
BEGINNINGS = [date(2028, 2, 29), date(2026, 1, 31), date(2027, 4, 30)]
EVERY_DATE = f"""
    SELECT anchor_day, interval_months, n, {DUE_ON_SQL}, {PERIOD_SQL}
    FROM (SELECT %s::date AS first_due, anchor_day, interval_months
        FROM generate_series(1, 31) AS anchor_day, unnest(ARRAY[1, 3, 12])
            AS interval_months) p,
        LATERAL generate_series(1, {CENTURY} / interval_months) AS n
"""  # noqa: S608  (made of constants of ours)


@pytest.mark.parametrize("first", BEGINNINGS)
def test_every_anchor_day_for_a_hundred_years_in_python_and_in_sql(first: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(EVERY_DATE, [first])
        rows = cursor.fetchall()
    assert len(rows) == 31 * (CENTURY + CENTURY // 3 + CENTURY // 12)
    for anchor, months, n, due, period in rows:
        schedule = Schedule(first, anchor, months)
        assert (due, period) == (schedule.due_on(n), schedule.period(n))
        assert due.replace(day=1) == period
        the_days_end = (due + timedelta(1)).day == 1
        assert n == 1 or due.day == anchor or (due.day < anchor and the_days_end)


@dataclass
class Life:
    """One pledge and its days; `goes_on` is a month or more, with or without work."""

    pledge: Pledge
    today: date
    paused: list[tuple[date, date]] = field(default_factory=list)

    def goes_on(self, days: int, works: bool) -> None:
        self.today += timedelta(days)
        if works:
            raise_instalments(self.today, self.pledge)

    def changes_day(self, day: int) -> None:
        ahead = self.pledge.instalments.filter(due_on__gte=self.today)
        kept = list(ahead.values_list("pk", flat=True))
        self.pledge.change_day(day, at(self.today))
        assert ahead.filter(pk__in=kept).count() == len(kept), "due on a day gone by"
        raise_instalments(self.today, self.pledge)

    def changes_amount(self, minor: int) -> None:
        self.pledge.change_amount(aud(minor), at(self.today))

    def pauses(self, days: int) -> None:
        self._ends_the_pause()
        until = self.today + timedelta(days)
        self.pledge.pause(until, at(self.today))
        self.paused.append((self.today, until))

    def resumes(self, _days: int) -> None:
        self._ends_the_pause()
        self.pledge.resume(at(self.today))

    def pays_late(self, days: int) -> None:
        """The oldest expected gift arrives, however late; nothing moves."""
        row = self.pledge.instalments.open().order_by("seq").first()
        if row is None:
            return
        before = list(self.pledge.instalments.order_by("seq").values_list("due_on"))
        payment = Payment.objects.create(
            donor=self.pledge.donor,
            fund=self.pledge.fund,
            instalment=row,
            amount_minor=row.amount_minor,
            currency=row.currency,
            idempotency_key=f"late:{row.pk}",
        )
        payment.settle(self.today + timedelta(days), "transfer")
        after = list(self.pledge.instalments.order_by("seq").values_list("due_on"))
        assert before == after

    def _ends_the_pause(self) -> None:
        self.paused = [
            (begins, min(ends, self.today))
            for begins, ends in self.paused
            if begins < self.today
        ]


def step(name: str, numbers: st.SearchStrategy[int]) -> st.SearchStrategy[object]:
    return numbers.map(lambda number: (name, number))


STEPS = st.lists(
    st.one_of(
        step("changes_day", st.integers(1, 31)),
        step("changes_amount", st.integers(100, 100_000)),
        step("pauses", st.integers(1, 366)),
        step("resumes", st.just(0)),
        step("pays_late", st.integers(0, 90)),
        step("a month", st.integers(20, 40)),
        step("an outage", st.integers(60, 400)),
    ),
    max_size=10,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    first=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    anchor=st.integers(1, 31),
    months=st.sampled_from([1, 3, 12]),
    steps=STEPS,
)
# What chance seldom comes to: the day asked for has gone by, this month and the next.
@example(date(2026, 1, 28), 28, 1, [("a month", 20), ("changes_day", 5)])
@example(date(2026, 1, 28), 28, 1, [("an outage", 45), ("changes_day", 1)])
def test_whatever_a_donor_does_each_period_has_one_gift(
    first: date, anchor: int, months: int, steps: list[tuple[str, int]]
) -> None:
    make_fund()
    donor = make_donor(email="")
    pledge = make_pledge(first=first, day=anchor, interval_months=months, donor=donor)
    life = Life(pledge, first - timedelta(5))
    life.goes_on(0, works=True)
    for name, number in steps:
        if name in ("a month", "an outage"):
            life.goes_on(number, works=name == "a month")
        else:
            getattr(life, name)(number)
    life.goes_on(0, works=True)
    life.goes_on(CENTURY * 31, works=True)

    rows = list(pledge.instalments.order_by("seq"))
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1)), "one is missing"
    assert len({row.period for row in rows}) == len(rows), "two in a period"
    for row in rows:
        assert month_start(row.due_on) == row.period == pledge.schedule.period(row.seq)
        if row.state == Instalment.SCHEDULED:
            assert not any(begins <= row.due_on < ends for begins, ends in life.paused)
    assert rows[-1].due_on >= life.today, "nothing is ahead"
    assert len(rows) == pledge.schedule.next_number(life.today) + 1, "more than two"
