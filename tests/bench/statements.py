"""How long are the statements of a year? For a thousand donors, on one core."""

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from donations.models import Donor, Payment, Receipt
from donations.receipts import printing, running
from tests.bench.rows import Drill
from tests.make_donations import make_fund
from tests.make_receipts import HOME, ISSUED, found_issuer

DONORS, GIFTS, LIMIT = 1_000, 12, 10.0
YEAR, FIRST = 2026, date(2025, 7, 1)


def statements() -> tuple[str, bool]:
    """Numbers, PDFs, rows and letters of all of them; and the PDFs alone."""
    found_issuer("AU")
    _make_a_year()
    running.start(YEAR, None, ISSUED)
    with one_core():
        began, used = time.monotonic(), time.process_time()
        while running.work(ISSUED):
            pass
        whole, used = time.monotonic() - began, time.process_time() - used
        alone = _printed_alone()
    count = Receipt.objects.filter(year=YEAR).count()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    load = os.getloadavg()[0]
    sentence = (
        f"{count:,} statements of {GIFTS} gifts: {whole:.1f} s, of them {used:.1f} s "
        f"at work here and the rest at the database; the PDFs alone {alone:.1f} s. "
        f"{memory} MB at most; load {load:.1f}. At most {LIMIT:.0f} s."
    )
    return sentence, count >= DONORS and whole <= LIMIT


def _make_a_year() -> None:
    fund = make_fund()
    donors = Donor.objects.bulk_create(
        Donor(
            display_name=f"Donor {number} Okafor",
            email=f"donor{number}@example.org",
            postal_address=HOME,
        )
        for number in range(DONORS)
    )
    Payment.objects.bulk_create(
        Payment(
            donor=donor,
            fund=fund,
            amount_minor=3_000 + month,
            currency="AUD",
            idempotency_key=f"bench:{donor.pk}:{month}",
            state=Payment.SUCCEEDED,
            received_on=FIRST + timedelta(days=28 * month),
        )
        for donor in donors
        for month in range(GIFTS)
    )


def _printed_alone() -> float:
    sheets = list(Receipt.objects.filter(year=YEAR).values_list("snapshot", flat=True))
    began = time.monotonic()
    for sheet in sheets[:DONORS]:
        printing.print_sheet(sheet, ISSUED.date())
    return time.monotonic() - began


@contextmanager
def one_core() -> Iterator[None]:
    """This process and its threads on one core; the database keeps its own."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    every = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(every)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, every)


DRILLS = (Drill("statements", statements),)
