"""Who reads us, at a million readers: the worker's counting, and the page's reading."""

import time
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from ijm.dates import today
from newsletter.audience import Wanted, subscribers
from newsletter.counting import count_days
from newsletter.models import Interest, Subscriber
from newsletter.readership import SPANS, readership
from tests.bench.rows import Drill
from tests.make_issues import make_many_readers

MILLION = 1_000_000
AT_MOST = 0.3  # seconds, as for the first page of a long list (DESIGN §9)


def who_reads_us() -> tuple[str, bool]:
    make_many_readers(MILLION - Subscriber.objects.count())
    now = timezone.now()
    day = today(now)
    counted = _seconds(lambda: count_days(day, day + timedelta(days=1)))
    read = max(_seconds(lambda span=span: readership(span, now)) for span in SPANS)  # type: ignore[misc]
    stories = Interest.objects.get(slug=Interest.STORIES).pk
    audience = _seconds(subscribers(Wanted((stories,))).count)
    sentence = (
        f"a day on which {MILLION:,} people joined is counted in {counted:.1f} s; "
        f"the figures of the page are read in {read * 1000:.0f} ms; "
        f"an audience of as many is counted in {audience:.2f} s"
    )
    return sentence, read <= AT_MOST


def _seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


DRILLS = (Drill("who-reads-us", who_reads_us),)
