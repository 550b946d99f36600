"""Figures for Prometheus at /metrics, for who has METRICS_TOKEN; without one, nothing.

Text format 0.0.4. Each figure is a sum: nobody can be told from it. Apps contribute
gauges; how many requests were answered is counted in `ijm.answered`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ijm import answered, health
from ijm.contributions import Registry, chores
from ijm.models.chore_run import ChoreRun
from ijm.models.installation import Installation
from ijm.models.mail import OutgoingMail

Labels = dict[str, str]
Values = Iterable[tuple[Labels, float]]
FORMAT = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class Gauge:
    """`read(now)` yields labels and value; names end in their unit (seconds)."""

    name: str
    meaning: str
    read: Callable[[datetime], Values]
    kind: str = "gauge"


gauges: Registry[Gauge] = Registry()


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """To anybody without the token there is no such page."""
    shown = request.headers.get("Authorization", "")
    token = settings.METRICS_TOKEN
    if not token or not constant_time_compare(shown, f"Bearer {token}"):
        raise Http404
    return HttpResponse(written(timezone.now()), content_type=FORMAT)


def written(now: datetime) -> str:
    return "\n".join(line for gauge in gauges for line in _lines(gauge, now)) + "\n"


def _lines(gauge: Gauge, now: datetime) -> Iterator[str]:
    name = f"ijm_{gauge.name}"
    yield f"# HELP {name} {gauge.meaning}"
    yield f"# TYPE {name} {gauge.kind}"
    for labels, value in gauge.read(now):
        told = ",".join(f'{key}="{word}"' for key, word in labels.items())
        yield f"{name}{{{told}}} {value:g}" if told else f"{name} {value:g}"


def contribute() -> None:
    for gauge in (
        Gauge("requests_total", "Answers by status.", _requests, "counter"),
        Gauge("ready", "1 while database and migrations are well.", _ready),
        Gauge("lane_late_seconds", "How late its latest chore is, by lane.", _lanes),
        Gauge("outbox_mails", "Letters in the outbox, by state.", _outbox),
        Gauge("outbox_oldest_seconds", "How long the longest waits.", _oldest),
    ):
        gauges.add(gauge)


def _requests(_now: datetime) -> Values:
    for status, count in answered.counted():
        yield {"status": str(status)}, count


def _ready(_now: datetime) -> Values:
    yield {}, float(health.broken() is None)


def _lanes(now: datetime) -> Values:
    """Seconds since the moment by which a chore should have ended again; 0 in time."""
    runs = ChoreRun.objects.in_bulk([chore.name for chore in chores])
    installed = Installation.objects.values_list("created_at", flat=True).first() or now
    late: dict[str, float] = {}
    for chore in chores:
        run = runs.get(chore.name)
        ended = (run and run.finished_at) or installed
        seconds = max(0.0, (now - ended).total_seconds() - chore.every)
        late[chore.lane] = max(seconds, late.get(chore.lane, 0.0))
    for lane, seconds in sorted(late.items()):
        yield {"lane": lane}, round(seconds)


def _outbox(now: datetime) -> Values:
    """Failed ones of the last day, as the alarm counts them."""
    under_way = Q(state__in=OutgoingMail.UNDER_WAY)
    waiting = OutgoingMail.objects.filter(under_way).aggregate(count=Count("pk"))
    yield {"state": "waiting"}, waiting["count"]
    yield {"state": "failed"}, health.failed_mail(now)


def _oldest(now: datetime) -> Values:
    under_way = OutgoingMail.objects.filter(state__in=OutgoingMail.UNDER_WAY)
    first = under_way.aggregate(first=Min("created_at"))["first"]
    yield {}, round((now - first).total_seconds()) if first else 0
