"""How many stories a choice of topic, place and year leaves, and the choices beside it.

Read from the cells of `Tally`, less what has lapsed and nobody ended yet: the numbers
of `Edition.objects.public(now)` at the price of a few dozen rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from ijm import replica
from stories.models.tally import CELLS, EVER

# What is public no more by the clock alone; there is an index of those that can.
LAPSED = CELLS.format(
    sign="-1",
    editions="stories_edition",
    which="e.ended_at IS NULL"
    " AND (e.public_until <= %(now)s OR e.published_at > %(now)s)",
)
SQL = f"""
SELECT topic, place, period, sum(number) FROM (
    SELECT topic, place, period, number FROM stories_tally UNION ALL {LAPSED}
) AS cell
WHERE {{wanted}}
GROUP BY topic, place, period HAVING sum(number) > 0
ORDER BY topic, place, period DESC
"""  # noqa: S608 - the parts put together are constants
BESIDE = SQL.format(
    wanted="(place = %(place)s AND period = %(period)s)"
    " OR (topic = %(topic)s AND period = %(period)s)"
    " OR (topic = %(topic)s AND place = %(place)s AND period < 10000)"
)
MONTHS = SQL.format(
    wanted="topic = %(topic)s AND place = %(place)s"
    " AND period BETWEEN %(first)s AND %(last)s"
)


@dataclass(frozen=True)
class Choice:
    """What a visitor chose to see; blank is everything."""

    topic: str = ""
    place: str = ""
    year: int = EVER

    def __bool__(self) -> bool:
        return self != Choice()

    @property
    def named(self) -> dict[str, str]:
        """As the address has it."""
        asked = {"topic": self.topic, "place": self.place, "year": self.year}
        return {name: str(value) for name, value in asked.items() if value}

    def without(self, name: str) -> "Choice":
        return replace(self, **{name: getattr(Choice, name)})

    @property
    def query(self) -> str:
        return urlencode(self.named)

    @property
    def cell(self) -> tuple[str, str, int]:
        return self.topic, self.place, self.year


@dataclass(frozen=True)
class Month:
    """A month of the charity's calendar, and how many stories it holds."""

    period: int
    number: int

    @property
    def begins(self) -> datetime:
        return beginning(*divmod(self.period, 100))

    @property
    def ends(self) -> datetime:
        year, month = divmod(self.period, 100)
        return beginning(year + month // 12, month % 12 + 1)


def beginning(year: int, month: int = 1) -> datetime:
    return timezone.make_aware(datetime.combine(date(year, month, 1), time()))


@dataclass(frozen=True)
class Counts:
    choice: Choice
    cells: dict[tuple[str, str, int], int]

    @property
    def total(self) -> int:
        return self.of(self.choice)

    def of(self, choice: Choice) -> int:
        return self.cells.get(choice.cell, 0)

    def beside(self, name: str) -> dict[Any, int]:
        """Each other value of one part of the choice, the rest as it is."""
        found = {}
        for topic, place, year in self.cells:
            other = Choice(topic, place, year)
            value = getattr(other, name)
            if value and other.without(name) == self.choice.without(name):
                found[value] = self.of(other)
        return found


def counts(choice: Choice, now: datetime) -> Counts:
    rows = _cells(BESIDE, choice, now, period=choice.year)
    return Counts(choice, {(topic, place, year): n for topic, place, year, n in rows})


def months(choice: Choice, now: datetime) -> list[Month]:
    """The months that hold a story of the choice, the newest first."""
    first, last = (choice.year, choice.year) if choice.year else (100, 9999)
    rows = _cells(MONTHS, choice, now, first=first * 100, last=last * 100 + 12)
    return [Month(period, number) for _topic, _place, period, number in rows]


def _cells(sql: str, choice: Choice, now: datetime, **more: int) -> Iterator[Any]:
    given: dict[str, Any] = {"topic": choice.topic, "place": choice.place, **more}
    with replica.reading().cursor() as cursor:
        cursor.execute(sql, {**given, "now": now})
        yield from cursor.fetchall()
