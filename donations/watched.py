"""What giving tells Prometheus: sums of what somebody should look at."""

from datetime import datetime

from donations import lapsing
from donations.models import Payment
from ijm.metrics import Gauge, Values, gauges


def contribute() -> None:
    for gauge in (
        Gauge(
            "instalments_not_attempted",
            "Due for a day and more, and neither tried nor given up.",
            _not_attempted,
        ),
        Gauge("payments_unknown", "Of which nobody knows what became.", _unknown),
    ):
        gauges.add(gauge)


def _not_attempted(now: datetime) -> Values:
    yield {}, lapsing.count_not_attempted(now)


def _unknown(_now: datetime) -> Values:
    yield {}, Payment.objects.filter(state=Payment.UNKNOWN).count()
