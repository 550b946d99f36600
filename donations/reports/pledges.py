"""What is promised: its value a month, and the pledges that come, go and rest."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from donations.reports.period import Period, name_of
from donations.reports.room import room_to_sort
from donations.reports.shape import Section, whole_units
from ijm import plots
from ijm.money import Money

# Each stretch comes in on its first day and goes on the first day after it.
IN_FORCE = """
    SELECT currency, date_trunc('month', day)::date, sum(sign),
        sum(sign) FILTER (WHERE interval_months = 1),
        sum(sign * amount_minor * (12 / interval_months))
    FROM donations_pledgeinforce
    CROSS JOIN LATERAL (VALUES (from_day, 1), (until_day, -1)) edge (day, sign)
    WHERE day <= %s GROUP BY 1, 2
"""
MOVES = """
    SELECT currency, what, date_trunc('month', day)::date, count(*)
    FROM donations_pledgemove WHERE day <= %s GROUP BY 1, 2, 3
"""
Rows = list[list[int]]


def worth_a_month(period: Period) -> Iterator[Section]:
    """Per currency: the monthly value of what is in force at each month's end."""
    for currency, rows in _in_force(period).items():
        values = [Money(twelfths // 12, currency) for _n, _m, twelfths in rows]
        names = [name_of(month) for month in period.months]
        table = [
            [name, value, pledges, monthly]
            for name, value, (pledges, monthly, _twelfths) in zip(
                names, values, rows, strict=True
            )
        ]
        yield Section(
            key=currency,
            title=currency,
            columns=[
                *(_("Month"), _("Worth a month")),
                *(_("Pledges in force"), _("Of them monthly")),
            ],
            rows=table[::-1],
            plot=plots.line(names, [whole_units(value) for value in values]),
            plot_words=_("Worth a month, in %(currency)s, over time")
            % {"currency": currency},
            sums=[
                (_("Worth a month"), values[-1]),
                (_("Pledges in force"), rows[-1][0]),
                (_("Freedom Partners, who give every month"), rows[-1][1]),
            ],
        )


def come_and_gone(period: Period) -> Iterator[Section]:
    for currency, moved in _moves(period).items():
        names = [name_of(month) for month in period.months]
        gone = ("cancelled", "mandate revoked", "lapsed", "completed")
        resting = _resting_before(moved)
        table: list[list[Any]] = []
        for place, name in enumerate(names):
            at = {what: counted[place] for what, counted in moved.items()}
            resting += at.get("paused", 0) - at.get("pause over", 0)
            table.append(
                [
                    *(name, at.get("made", 0)),
                    *(at.get(what, 0) for what in gone),
                    *(at.get("paused", 0), resting),
                ]
            )
        lost = [sum(row[2:5]) for row in table]
        yield Section(
            key=currency,
            title=currency,
            columns=[
                *(_("Month"), _("New"), _("Cancelled"), _("Stopped at the bank")),
                *(_("Lapsed"), _("Completed"), _("Paused"), _("Resting at its end")),
            ],
            rows=table[::-1],
            plot=plots.up_and_down(names, [row[1] for row in table], lost),
            plot_words=_("New pledges above the line; lost ones, hatched, below it"),
            sums=[
                (_("New"), sum(row[1] for row in table)),
                (_("Lost: cancelled, stopped or lapsed"), sum(lost)),
                (_("Resting now"), resting),
            ],
        )


def _in_force(period: Period) -> dict[str, Rows]:
    """Per currency and month: pledges, monthly ones, twelve times the monthly value."""
    steps: dict[str, list[Counter[int]]] = defaultdict(
        lambda: [Counter() for _number in range(3)]
    )
    with room_to_sort(), connection.cursor() as cursor:
        cursor.execute(IN_FORCE, [period.last_day])
        for currency, month, *sums in cursor:
            for counted, number in zip(steps[currency], sums, strict=True):
                counted[period.place_of(month)] += int(number or 0)
    return {
        currency: [
            [
                sum(n for place, n in each.items() if place <= until)
                for each in steps[currency]
            ]
            for until in range(period.count)
        ]
        for currency in sorted(steps)
    }


def _moves(period: Period) -> dict[str, dict[str, Counter[int]]]:
    found: dict[str, dict[str, Counter[int]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    with connection.cursor() as cursor:
        cursor.execute(MOVES, [period.last_day])
        for currency, what, month, number in cursor:
            found[currency][what][period.place_of(month)] += number
    return dict(sorted(found.items()))


def _resting_before(moved: dict[str, Counter[int]]) -> int:
    return moved["paused"][-1] - moved["pause over"][-1]
