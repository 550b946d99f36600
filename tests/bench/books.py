"""Must the books balance? A random year of many donors, in a scratch database."""

import time

from donations.models import Receipt
from tests.bench.rows import Drill
from tests.make_a_year import Year, drifted, entered, owed
from tests.make_stories import make_person
from tests.papers_of_a_year import astray, give_papers

DONORS, SEED = 2_000, 20_26


def balance() -> tuple[str, bool]:
    """Ledger sums against payments net of refunds and disputes, to the minor unit."""
    began = time.monotonic()
    year = Year(SEED, make_person(), make_person("books@example.org")).live(DONORS)
    books, rows, wrong = entered(), owed(), drifted()
    give_papers(year)
    stray = astray()
    lived = ", ".join(f"{count:,} {what}" for what, count in year.happened.items())
    sentence = (
        f"{DONORS:,} donors, {time.monotonic() - began:.0f} s: {lived}. "
        f"{len(rows)} sums per currency and fund, "
        f"{sum(books.get(key) != rows.get(key) for key in books | rows)} differ; "
        f"{len(wrong)} payments drifted. {Receipt.objects.count():,} documents, "
        f"{len(stray)} gifts on none, on two or on a wrong one."
    )
    return sentence, books == rows and not wrong and not stray


DRILLS = (Drill("books balance", balance),)
