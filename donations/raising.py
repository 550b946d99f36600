"""Raising instalments: for all pledges at once, the next two of each, never twice.

Everything beyond two is a function of the schedule, so nothing more is written down.
After an outage the periods gone by are raised too: those more than 14 days old as
lapsed, since nobody is ever asked for several months at once.
"""

from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from donations.models import Pledge
from donations.schedule import DUE_ON_SQL, NUMBER_SQL, PERIOD_SQL
from ijm import dates

AHEAD = 2
TOO_OLD_DAYS = 14
SLICE = 10_000
# By the index, and turns by their place in the table, which holds while a pledge is
# locked: for a join, the planner would read a whole table for each slice.
OF_THE_RIPE = "pledge_id = ANY (ARRAY(SELECT id FROM ripe))"

RAISE = f"""
WITH ripe AS (
  SELECT p.*, t.ctid AS place
  FROM donations_pledgeturn t JOIN donations_pledge p ON p.id = t.pledge_id
  WHERE t.raise_on <= %(today)s AND p.state = 'active' {{only}}
  ORDER BY t.raise_on, t.pledge_id LIMIT {SLICE}
  FOR NO KEY UPDATE OF p SKIP LOCKED
), terms AS MATERIALIZED (
  SELECT pledge_id, effective, amount_minor, costs_minor FROM donations_pledgeterms
  WHERE {OF_THE_RIPE}
), rests AS MATERIALIZED (
  SELECT pledge_id, range_agg(during) AS days FROM donations_pledgepause
  WHERE {OF_THE_RIPE} GROUP BY pledge_id
), upto AS (
  SELECT p.*,
    COALESCE((SELECT max(i.seq) FROM donations_instalment i
      WHERE i.pledge_id = p.id), 0) AS last,
    (SELECT CASE WHEN {DUE_ON_SQL} >= %(today)s THEN n ELSE n + 1 END + {AHEAD - 1}
      FROM (SELECT {NUMBER_SQL.format(day="%(today)s::date")} AS n) c) AS until,
    r.days AS resting
  FROM ripe p LEFT JOIN rests r ON r.pledge_id = p.id
), wanted AS MATERIALIZED (
  SELECT p.id, p.currency, p.processor, p.resting, s.n, {PERIOD_SQL} AS period,
    {DUE_ON_SQL} AS due_on
  FROM upto p CROSS JOIN LATERAL generate_series(p.last + 1, p.until) AS s(n)
), raised AS (
  INSERT INTO donations_instalment
    (pledge_id, seq, period, due_on, next_attempt_on, amount_minor, costs_minor,
     currency, state)
  SELECT w.id, w.n, w.period, w.due_on,
    CASE WHEN f.state = 'scheduled' AND w.processor <> 'offline' THEN w.due_on END,
    t.amount_minor, t.costs_minor, w.currency, f.state
  FROM wanted w JOIN terms t ON t.pledge_id = w.id AND t.effective @> w.due_on
  CROSS JOIN LATERAL (SELECT CASE WHEN w.resting @> w.due_on THEN 'skipped'
    WHEN w.due_on < %(today)s::date - {TOO_OLD_DAYS} THEN 'lapsed'
    ELSE 'scheduled' END AS state OFFSET 0) f
  {{conflict}}
  RETURNING 1
), moved AS (
  UPDATE donations_pledgeturn t SET raise_on = (
    SELECT {DUE_ON_SQL} + 1 FROM (SELECT p.until - {AHEAD - 1} AS n) s)
  FROM upto p
  WHERE t.ctid = p.place AND t.ctid = ANY (ARRAY(SELECT place FROM ripe))
  RETURNING 1
)
SELECT (SELECT count(*) FROM raised), (SELECT count(*) FROM moved)
"""  # noqa: S608  (made of constants of ours)


def raise_instalments(today: date, pledge: Pledge | None = None) -> tuple[int, int]:
    """One slice: how many instalments were written, how many pledges looked at."""
    try:
        return _raised(today, pledge, "")
    except IntegrityError:
        # One that is there already stays, and stops no other. To ask this of every row
        # would cost a fourth of the whole, and it hardly ever happens.
        return _raised(today, pledge, "ON CONFLICT DO NOTHING")


def _raised(today: date, pledge: Pledge | None, conflict: str) -> tuple[int, int]:
    only = "AND p.id = %(pledge)s" if pledge else ""
    values = {"today": today, "pledge": pledge.pk if pledge else None}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RAISE.format(only=only, conflict=conflict), values)
        written, seen = cursor.fetchone()
    return written, seen


def raise_slice(now: datetime) -> int:
    """The chore; what is left is taken the next time, a minute later."""
    _written, seen = raise_instalments(dates.today(now))
    return seen
