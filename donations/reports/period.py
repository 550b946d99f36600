"""The months a report is about: so many, up to one of them."""

from bisect import bisect
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format

from ijm.dates import add_months_clamped, month_start


@dataclass(frozen=True)
class Period:
    """`last` is the first day of the last month; `today` ends what is not over yet."""

    last: date
    count: int
    today: date

    @property
    def months(self) -> list[date]:
        """The first day of each, the oldest first."""
        back = range(self.count - 1, -1, -1)
        return [add_months_clamped(self.last, -n, 1) for n in back]

    @property
    def first(self) -> date:
        return add_months_clamped(self.last, 1 - self.count, 1)

    @property
    def end(self) -> date:
        """The first day that is not in it."""
        return add_months_clamped(self.last, 1, 1)

    @property
    def last_day(self) -> date:
        """Of what lies in it and has come already."""
        return max(self.first, min(self.end - timedelta(days=1), self.today))

    def year(self, back: int) -> tuple[date, date]:
        """Twelve months, ending with this period (0) or so many years before."""
        end = add_months_clamped(self.last, 1 - 12 * back, 1)
        return add_months_clamped(end, -12, 1), end

    def place_of(self, day: date) -> int:
        """Which of `months` a day is in; before all of them is -1."""
        return bisect(self.months, day) - 1

    @classmethod
    def until(cls, last: date, count: int, today: date) -> "Period":
        return cls(month_start(last), count, today)


def name_of(month: date) -> str:
    return date_format(month, "M Y")
