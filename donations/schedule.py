"""When a pledge falls due: a function of where it began, never of the time before.

`DUE_ON_SQL` says the same to PostgreSQL; a property test proves them equal.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from ijm.dates import add_months_clamped, month_start

# Of what is taken from somebody's account a letter tells at least this long before.
NOTICE_DAYS = 7
# Nobody who gives today expects to give again within this time.
SOONEST_SECOND_DAYS = 15
# Of a row with first_due, anchor_day, interval_months (as `p`) and n, counted from 1.
PERIOD_SQL = (
    "(date_trunc('month', p.first_due::timestamp)"
    " + make_interval(months => (n - 1) * p.interval_months))::date"
)
DUE_ON_SQL = (
    f"CASE WHEN n = 1 THEN p.first_due ELSE {PERIOD_SQL} - 1 + LEAST(p.anchor_day,"
    f" EXTRACT(day FROM {PERIOD_SQL} + interval '1 month - 1 day')::int) END"
)
# The number of the period that a day lies in (1 before the first).
NUMBER_SQL = (
    "GREATEST(1, 1 + ((EXTRACT(year FROM {day}) - EXTRACT(year FROM p.first_due)) * 12"
    " + EXTRACT(month FROM {day}) - EXTRACT(month FROM p.first_due))::int"
    " / p.interval_months)"
)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The first gift on the day agreed, then each period on `anchor_day`.

    A month too short for the anchor day has its gift on its last day.
    """

    first: date
    anchor_day: int
    interval_months: int = 1

    def due_on(self, n: int) -> date:
        """The date of gift `n`, the first being 1."""
        if n == 1:
            return self.first
        return add_months_clamped(self.first, self._months(n), self.anchor_day)

    def period(self, n: int) -> date:
        """The first day of the month that gift `n` is for."""
        return add_months_clamped(self.first, self._months(n), 1)

    def number(self, day: date) -> int:
        """Which gift the period of `day` belongs to; 1 for any day before the first."""
        months = (day.year - self.first.year) * 12 + day.month - self.first.month
        return max(1, 1 + months // self.interval_months)

    def next_number(self, today: date) -> int:
        """The first gift that is due today or later."""
        n = self.number(today)
        return n if self.due_on(n) >= today else n + 1

    def upcoming(self, today: date, count: int) -> list[date]:
        start = self.next_number(today)
        return [self.due_on(n) for n in range(start, start + count)]

    def _months(self, n: int) -> int:
        return (n - 1) * self.interval_months


def first_gift(today: date, anchor_day: int, notice: timedelta) -> date:
    """The first chosen day that leaves a giver `notice` to prepare."""
    earliest = today + notice
    found = add_months_clamped(earliest, 0, anchor_day)
    if found < earliest:
        found = add_months_clamped(month_start(earliest), 1, anchor_day)
    return found


def first_taken_at_once(today: date, anchor_day: int) -> date:
    """`first` of a schedule whose first gift is taken today, whatever its day.

    Where the second would follow too soon, today's gift is that of the next month,
    made early.
    """
    second = Schedule(today, anchor_day).due_on(2)
    too_soon = second - today < timedelta(days=SOONEST_SECOND_DAYS)
    return second if too_soon else today
