"""How many public stories a topic, a place, a year or a month has: counted ahead.

PostgreSQL counts as editions come and go, so that no path to an edition can forget it
and no visitor waits for a count. What lapsed by itself is still in the cells: whoever
reads them takes it off (`stories.counting`).
"""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

EVER = 0
# A month is one of the charity's calendar, and PostgreSQL must know it as well.
CALENDAR = """
CREATE OR REPLACE FUNCTION stories_month(at timestamptz) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
    (extract(year FROM at AT TIME ZONE '{zone}') * 100
    + extract(month FROM at AT TIME ZONE '{zone}'))::integer
"""
ZONE_KNOWN = """
SELECT position(%s in pg_get_functiondef(oid)) > 0
FROM pg_proc WHERE proname = 'stories_month'
"""

# A story stands in the cell of each of its topics and of all topics (""), and so with
# places and periods: 0 for ever, 2024 for a year, 202405 for a month.
CELLS = """
SELECT topic, place, period, {sign} AS number
FROM {editions} AS e,
    LATERAL unnest(e.topic_slugs || ''::varchar) AS topic,
    LATERAL unnest(e.place_slugs || ''::varchar) AS place,
    LATERAL (SELECT stories_month(e.published_at)) AS m(month),
    LATERAL unnest(ARRAY[0, month / 100, month]) AS period
WHERE e.kind = 'story' AND {which}
"""
# In one order always, so that two who publish at once wait instead of deadlocking.
ADD = """
INSERT INTO stories_tally AS cell (topic, place, period, number)
SELECT topic, place, period, sum(number) FROM ({cells}) AS come_and_gone
GROUP BY topic, place, period HAVING sum(number) <> 0
ORDER BY topic, place, period
ON CONFLICT (topic, place, period)
DO UPDATE SET number = cell.number + excluded.number;
"""
LIVE = "e.ended_at IS NULL"
EVERYTHING = CELLS.format(sign="1", editions="stories_edition", which=LIVE)
COME = CELLS.format(sign="1", editions="come", which=LIVE)
GONE = CELLS.format(sign="-1", editions="gone", which=LIVE)


def counting_triggers() -> list[pgtrigger.Trigger]:
    """Once a statement, whether it published one story or imported a thousand."""
    return [
        _counting("come", pgtrigger.Insert, COME, new="come"),
        _counting("gone", pgtrigger.Delete, GONE, old="gone"),
        _counting(
            "changed",
            pgtrigger.Update,
            f"{COME} UNION ALL {GONE}",
            new="come",
            old="gone",
        ),
    ]


def _counting(
    name: str, operation: pgtrigger.Operation, cells: str, **tables: str
) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"edition_tally_{name}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),
        func=f"{ADD.format(cells=cells)} RETURN NULL;",
    )


def keep_calendar(**_signal: Any) -> None:
    """After migrations: if TIME_ZONE has changed, so have months, and all is counted

    anew. Editions wait meanwhile, so that none comes or goes uncounted.
    """
    zone = f"'{settings.TIME_ZONE}'"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ZONE_KNOWN, [zone])
        if cursor.fetchone() in (None, (True,)):
            return
        cursor.execute("LOCK TABLE stories_edition IN SHARE MODE")
        cursor.execute(CALENDAR.format(zone=settings.TIME_ZONE))
        cursor.execute("DELETE FROM stories_tally")
        cursor.execute(ADD.format(cells=EVERYTHING))


class Tally(models.Model):
    """One cell. No constraint on its number: a slip must stop no withdrawal."""

    topic = models.SlugField(max_length=60, blank=True, db_index=False)
    place = models.SlugField(max_length=60, blank=True, db_index=False)
    period = models.PositiveIntegerField()
    number = models.IntegerField()

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "place", "period"], name="tally_cell_once"
            )
        ]
        indexes = [models.Index(fields=["period", "place"], name="tally_of_a_period")]

    def __str__(self) -> str:
        return f"{self.topic or '*'} · {self.place or '*'} · {self.period or '*'}"
