"""The desk of finance at a million donors and five million gifts: lists and reports.

Each list through the whole request cycle, the first page and what is looked for; each
report over twelve months and over five years. To make them takes some minutes.
"""

import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from donations.models import Donor, Payment
from donations.reports.catalogue import REPORTS
from donations.reports.period import Period
from ijm.dates import today
from tests.bench.great_books import DONORS, PAYMENTS, make_great_books
from tests.bench.rows import Drill, drawn
from tests.make_stories import make_person

LIST_MS, REPORT_MS = 300.0, 5_000.0
TIMES = 3
HEADINGS = ("row", "ms", "budget", "")
LISTS = {
    "donors": "donor/",
    "donors: by address": "donor/?q=d77777@",
    "donors: by part of a name": "donor/?q=mesta",
    "donors: a name that nobody has": "donor/?q=okaforsson",
    "donors: by reference": "donor/?q=FP-000000-0",
    "payments": "payment/",
    "payments: by reference": "payment/?q=GV-000000-0",
    "payments: received": "payment/?state__exact=succeeded",
    "payments: failed": "payment/?state__exact=failed",
    "payments: by cheque": "payment/?method__exact=cheque",
    "payments: waiting for money": "payment/?waits=money",
    "payments: the last page": "payment/?p=200",
    "payments: by day": "payment/?o=3",
    "pledges": "pledge/",
    "pledges: active": "pledge/?state__exact=active",
    "ledger": "ledgerentry/",
    "ledger: the last page": "ledgerentry/?p=200",
    "ledger: refunds": "ledgerentry/?kind__exact=refund",
    "ledger: of a fund": "ledgerentry/?fund__id__exact={fund}",
}


def lists_and_reports() -> tuple[str, bool]:
    began = time.monotonic()
    make_great_books()
    seeded = time.monotonic() - began
    rows = [*_lists(), *_reports()]
    sentence = f"{DONORS:,} donors, {PAYMENTS:,} payments made in {seeded:.0f} s"
    held = all(row[-1] == "met" for row in rows)
    return f"{sentence}\n{drawn([HEADINGS, *rows])}", held


def _lists() -> Iterator[tuple[str, ...]]:
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    person = make_person("lists@example.org")
    person.is_staff = person.is_superuser = True
    person.save()
    client.force_login(person)
    fund = Payment.objects.order_by("pk")[0].fund_id
    for name, tail in LISTS.items():
        address = f"/admin/donations/{tail.format(fund=fund)}"
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}.")
        counted = any(_counts_all(each["sql"]) for each in asked)
        took = _fastest(lambda address=address: client.get(address))  # type: ignore[misc]
        yield _row(f"{name}{' (counts all)' if counted else ''}", took, LIST_MS)


def _counts_all(sql: str) -> bool:
    """A COUNT(*) of one of the great tables, with no end to it."""
    great = any(f'FROM "{m._meta.db_table}"' in sql for m in (Donor, Payment))
    return great and "COUNT(*)" in sql and "LIMIT" not in sql


def _reports() -> Iterator[tuple[str, ...]]:
    day = today()
    for months in (12, 60):
        period = Period(day.replace(day=1), months, day)
        for report in REPORTS.values():
            took = _fastest(lambda r=report, p=period: list(r.sections(p)))  # type: ignore[misc]
            yield _row(f"{report.slug}, {months} months", took, REPORT_MS)


def _fastest(work: Callable[[], object]) -> float:
    took = []
    for _time in range(TIMES):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1_000)
    return min(took)


def _row(name: str, took: float, budget: float) -> tuple[str, ...]:
    verdict = "met" if took <= budget else "MISSED"
    return name, f"{took:,.0f}", f"≤ {budget:,.0f}", verdict


DRILLS = (Drill("finance-desk", lists_and_reports),)
