"""Raising instalments for a million pledges, against the same rows, nothing asked."""

import itertools
import time
from collections.abc import Callable
from datetime import date
from statistics import median

from django.db import connection

from donations.models import Instalment
from donations.raising import raise_instalments
from tests.bench.rows import ROUNDS, Drill
from tests.make_donations import make_pledge

MILLION = 1_000_000
TODAY = date(2026, 1, 15)
AT_MOST = 2.0  # times the bare statement (DESIGN §9)
# Every day of the month, each interval, a twentieth of them paused in February.
WITHOUT_TRIGGERS = "SET session_replication_role = replica"
WITH_TRIGGERS = "SET session_replication_role = DEFAULT"
# As many more of the one that is there, whatever columns it has.
PLEDGES = """
    INSERT INTO donations_pledge
    SELECT many.* FROM donations_pledge p, generate_series(1, {others}) AS n,
        LATERAL jsonb_populate_record(p, jsonb_build_object('id', md5(n::text)::uuid,
            'reference', 'B' || n, 'interval_months', (ARRAY[1,1,1,3,12])[1 + n % 5],
            'anchor_day', 1 + n % 31, 'first_due', date '2026-01-16' + n % 13)) many
"""
TERMS = """
    INSERT INTO donations_pledgeterms
    SELECT many.* FROM donations_pledgeterms t JOIN donations_pledge p
        ON p.id <> t.pledge_id, LATERAL jsonb_populate_record(t, jsonb_build_object(
            'id', nextval('donations_pledgeterms_id_seq'), 'pledge_id', p.id)) many
"""
PAUSES = """
    INSERT INTO donations_pledgepause (pledge_id, during)
    SELECT id, daterange('2026-02-01', '2026-03-01') FROM donations_pledge
    WHERE substr(reference, 2)::int % 20 = 0
"""
TURNS = """
    INSERT INTO donations_pledgeturn SELECT id, date '0001-01-01' FROM donations_pledge
    ON CONFLICT DO NOTHING
"""
BARE = "INSERT INTO donations_instalment SELECT * FROM raised_before"


def raising() -> tuple[str, bool]:
    make_pledges(MILLION)
    all_raised()
    _run("CREATE TABLE raised_before AS SELECT * FROM donations_instalment")
    pairs = [(_seconds(_bare), _seconds(all_raised)) for _round in range(ROUNDS)]
    again = all_raised()
    _run("DROP TABLE raised_before")
    ratio = median(ours / bare for bare, ours in pairs)
    bare, ours = (median(side) for side in zip(*pairs, strict=True))
    sentence = (
        f"{Instalment.objects.count():,} instalments of {MILLION:,} pledges in "
        f"{ours:.0f} s, a bare INSERT … SELECT of them in {bare:.0f} s: {ratio:.2f} × "
        f"(at most {AT_MOST:g}); the next run writes {again}"
    )
    return sentence, ratio <= AT_MOST and again == 0


def make_pledges(count: int) -> None:
    make_pledge(reference="B0")
    # A history of each row is not what is measured, and would take longer than all.
    _run(WITHOUT_TRIGGERS)
    _run(PLEDGES.format(others=count - 1))
    _run(TERMS)
    _run(PAUSES)
    _run(TURNS)
    _run(WITH_TRIGGERS)
    _run("VACUUM ANALYZE donations_pledge, donations_pledgeturn, donations_pledgeterms")


def all_raised() -> int:
    """Slice by slice, as the worker's turns do it; how many were written."""
    slices = (raise_instalments(TODAY) for _ in itertools.count())
    return sum(written for written, _ in itertools.takewhile(lambda s: s[1], slices))


def _seconds(work: Callable[[], int]) -> float:
    _run(WITHOUT_TRIGGERS)
    _run("TRUNCATE donations_instalment CASCADE")
    _run(WITH_TRIGGERS)
    _run("UPDATE donations_pledgeturn SET raise_on = date '0001-01-01'")
    _run("VACUUM ANALYZE donations_pledgeturn, donations_pledgeterms")
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _bare() -> int:
    return _run(BARE)


def _run(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


DRILLS = (Drill("raising", raising),)
