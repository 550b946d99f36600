"""Ten thousand instalments due at once, of a Stripe that answers in 100 ms.

Ideal is a worker that does nothing but wait: two calls for each, so many at a time.
"""

import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.db import connection
from django.test import override_settings

from donations.collecting import taking
from donations.models import Instalment, LedgerEntry, StoredMethod
from donations.raising import raise_instalments
from tests.bench.raising import TERMS, TURNS, WITH_TRIGGERS, WITHOUT_TRIGGERS
from tests.bench.rows import Drill
from tests.bench.slow_stripe import WAITS
from tests.make_donations import at, make_donor, make_pledge
from tests.stripe_double import SECRET_KEY

DUE = 10_000
CALLS = 2  # one that makes the intent, one that takes the money
AT_ONCE = (4, 16)  # the setting as it comes, and a larger one
AT_LEAST = 0.8  # of the ideal, with the setting as it comes
DAY = date(2026, 1, 31)
ROOT = Path(__file__).resolve().parents[2]
PLEDGES = """
    INSERT INTO donations_pledge
    SELECT many.* FROM donations_pledge p, generate_series(1, {others}) AS n,
        LATERAL jsonb_populate_record(p, jsonb_build_object('id', md5(n::text)::uuid,
            'reference', 'C' || n)) many
"""


def collecting() -> tuple[str, bool]:
    logging.disable(logging.WARNING)
    try:
        with slow_stripe() as url:
            found = {many: ratio_of(DUE, many, url) for many in AT_ONCE}
    finally:
        logging.disable(logging.NOTSET)
    said = "; ".join(
        f"{many} at a time: {rate:.1f} a second, {ratio:.2f} of the ideal"
        for many, (rate, ratio) in found.items()
    )
    held = found[AT_ONCE[0]][1] >= AT_LEAST
    return f"{DUE:,} instalments, {WAITS * 1000:.0f} ms a call. {said}", held


def ratio_of(due: int, many: int, url: str) -> tuple[float, float]:
    """Collected a second, and that divided by the ideal; each gift is taken once."""
    make_due(due)
    with override_settings(
        STRIPE_SECRET_KEY=SECRET_KEY, STRIPE_API_BASE=url, COLLECT_AT_ONCE=many
    ):
        began = time.monotonic()
        while taking.collect_slice(at(DAY)):
            pass
        took = time.monotonic() - began
    gifts = LedgerEntry.objects.filter(kind="gift").count()
    paid = Instalment.objects.filter(state="paid").count()
    assert gifts == paid == due, (gifts, paid)
    rate = due / took
    return rate, rate / (many / (CALLS * WAITS))


def make_due(count: int) -> None:
    """All on one day, of one donor's card: whose it is does not matter to the clock."""
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_TRIGGERS)
        cursor.execute("TRUNCATE donations_pledge, donations_payment CASCADE")
        method = StoredMethod.objects.first() or StoredMethod.objects.create(
            donor=make_donor(), customer_ref="cus_1", processor_ref="pm_1"
        )
        make_pledge(
            first=DAY,
            reference="C0",
            donor=method.donor,
            processor="stripe",
            stored_method=method,
        )
        cursor.execute(PLEDGES.format(others=count - 1))
        cursor.execute(TERMS)
        cursor.execute(TURNS)
        cursor.execute(WITH_TRIGGERS)
        while raise_instalments(DAY)[1]:
            pass
        cursor.execute("VACUUM ANALYZE donations_pledge, donations_instalment")


@contextmanager
def slow_stripe() -> Iterator[str]:
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.slow_stripe"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)


DRILLS = (Drill("collecting", collecting),)
