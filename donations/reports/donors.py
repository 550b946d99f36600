"""Who gives again: year after year, month after month since a first gift, or not."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from donations.reports.period import Period, name_of
from donations.reports.room import room_to_sort
from donations.reports.shape import Linked, Section, Share
from ijm import plots
from ijm.dates import add_months_clamped
from ijm.money import Money

YEARS = 5
COHORTS = 12
SHOWN, MANY = 100, 2**31
# Rows are grouped by the donor they name first, which PostgreSQL does with several
# workers; donors who were joined are added up afterwards, when few rows are left.
# One bit for each year in which a donor gave; then how many donors share a pattern.
BY_YEARS = """
    WITH named AS MATERIALIZED (
        SELECT donor_id,
            bit_or(1 << width_bucket(received_on, %(firsts)s::date[])) AS years
        FROM donations_keptrow
        WHERE received_on >= %(from)s AND received_on < %(end)s
        GROUP BY donor_id)
    SELECT years, count(*) FROM (
        SELECT bit_or(years) AS years
        FROM named LEFT JOIN donations_donorjoined j USING (donor_id)
        GROUP BY coalesce(j.stands_id, donor_id)) donors
    GROUP BY years
"""
# The month of the first gift ever, and one bit for each month from then on.
BY_FIRST = """
    WITH named AS MATERIALIZED (
        SELECT donor_id, min(received_on) AS first,
            bit_or(1 << width_bucket(received_on, %(firsts)s::date[])) AS months
        FROM donations_keptrow WHERE received_on < %(end)s GROUP BY donor_id)
    SELECT first, months, count(*) FROM (
        SELECT width_bucket(min(first), %(firsts)s::date[]) AS first,
            bit_or(months) AS months
        FROM named LEFT JOIN donations_donorjoined j USING (donor_id)
        GROUP BY coalesce(j.stands_id, donor_id)
        HAVING min(first) >= %(from)s) donors
    GROUP BY first, months
"""
LAST_NOT_THIS = """
    WITH lost AS MATERIALIZED (
        SELECT donor_id, currency, sum(minor)::bigint AS minor, count(*) AS gifts,
            max(received_on) AS newest
        FROM donations_keptgift gift
        WHERE received_on >= %(from)s AND received_on < %(then)s
            AND NOT EXISTS (SELECT FROM donations_keptgift again
                WHERE again.donor_id = gift.donor_id
                AND again.received_on >= %(then)s AND again.received_on < %(end)s)
        GROUP BY donor_id, currency
    ), ranked AS (
        SELECT *, row_number() OVER (PARTITION BY currency ORDER BY minor DESC,
            donor_id) AS rank FROM lost
    ), sums AS (
        SELECT currency, count(*) AS donors, sum(minor)::bigint AS whole
        FROM lost GROUP BY currency
    )
    SELECT currency, sums.donors, sums.whole, d.id, d.display_name, d.email,
        ranked.minor, ranked.gifts, ranked.newest
    FROM ranked JOIN sums USING (currency) JOIN donations_donor d ON d.id = donor_id
    WHERE rank <= %(most)s ORDER BY currency, rank
"""


def kept_year_after_year(period: Period) -> Iterator[Section]:
    """Donors of one year of twelve months, and how many of them gave in the next."""
    years = [period.year(back) for back in range(YEARS, -1, -1)]
    firsts = [first for first, _end in years]
    found = _asked(BY_YEARS, {"firsts": firsts, "from": firsts[0], "end": years[-1][1]})
    rows: list[list[Any]] = []
    for place in range(1, len(years)):
        before, now = 1 << place, 1 << (place + 1)
        gave = sum(n for pattern, n in found if pattern & now)
        earlier = sum(n for pattern, n in found if pattern & before)
        again = sum(n for pattern, n in found if pattern & before and pattern & now)
        name = _in_words(*years[place])
        rows.append([name, earlier, again, Share(again, earlier), gave - again])
    if found:
        yield Section(
            key=str(_("all")),
            title=_("Donors, whatever they gave"),
            columns=[
                *(_("Year"), _("Gave in the year before"), _("Gave again")),
                *(_("Retention"), _("New, or back after a year or more")),
            ],
            rows=rows[::-1],
            plot=plots.line(
                [name_of(_last_month(end)) for _first, end in years[1:]],
                [row[3].per_thousand // 10 for row in rows],
            ),
            plot_words=_("Of a hundred donors of the year before, how many gave again"),
            sums=[(_("Retention"), rows[-1][3]), (_("Gave again"), rows[-1][2])],
        )


def by_first_gift(period: Period) -> Iterator[Section]:
    """Of those whose first gift ever came in a month: how many gave n months later."""
    cohorts = Period(period.last, COHORTS, period.today)
    months = cohorts.months
    # A month that runs still has gifts to come, and would look like a fall.
    over = COHORTS if cohorts.end <= period.today else COHORTS - 1
    values = {"firsts": months, "from": months[0], "end": cohorts.end}
    found = _asked(BY_FIRST, values)
    rows: list[list[Any]] = []
    for place, month in enumerate(months, 1):
        patterns = [(bits, n) for first, bits, n in found if first == place]
        size = sum(n for _bits, n in patterns)
        later = [
            Share(sum(n for bits, n in patterns if bits >> at & 1), size)
            for at in range(place + 1, over + 1)
        ]
        blank = [""] * (COHORTS - 1 - len(later))
        rows.append([name_of(month), size, *later, *blank])
    if found:
        after = [str(number) for number in range(1, COHORTS)]
        yield Section(
            key=str(_("all")),
            title=_("Donors by the month of their first gift"),
            columns=[_("First gift"), _("Donors"), *after],
            rows=rows[::-1],
            plot=plots.line(after, [_together(rows, at) for at in range(2, 13)]),
            plot_words=_(
                "Of a hundred new donors, how many gave so many months after their "
                "first gift"
            ),
        )


def gave_last_year_not_this(
    period: Period, most: int | None = SHOWN
) -> Iterator[Section]:
    (start, then), (_then, end) = period.year(1), period.year(0)
    values = {"from": start, "then": then, "end": end, "most": most or MANY}
    for currency, group in groupby(_asked(LAST_NOT_THIS, values), itemgetter(0)):
        rows = list(group)
        donors, whole = rows[0][1:3]
        yield Section(
            key=currency,
            title=currency,
            columns=[
                *(_("Donor"), _("E-mail"), _("Gave last year"), _("Gifts")),
                _("Newest gift"),
            ],
            rows=[_person(currency, *row[3:]) for row in rows],
            sums=[
                (_("Donors"), donors),
                (_("Gave last year"), Money(whole, currency)),
            ],
            more=donors - len(rows),
        )


def _person(
    currency: str,
    pk: object,
    name: str,
    address: str,
    minor: int,
    gifts: int,
    newest: date,
) -> list[object]:
    url = f"/admin/donations/donor/{pk}/change/"
    day = date_format(newest, "j M Y")
    return [Linked(name, url), address, Money(minor, currency), gifts, day]


def _together(rows: list[list[Any]], at: int) -> int:
    """In a hundred, over all cohorts that are so old already."""
    shares = [row[at] for row in rows if at < len(row) and isinstance(row[at], Share)]
    part, whole = sum(each.part for each in shares), sum(each.whole for each in shares)
    return Share(part, whole).per_thousand // 10


def _in_words(first: date, end: date) -> str:
    return f"{name_of(first)} – {name_of(_last_month(end))}"


def _last_month(end: date) -> date:
    return add_months_clamped(end, -1, 1)


def _asked(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with room_to_sort(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
