"""Is the house well? For load balancers, for the desk, for the person who keeps it."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import Error as DatabaseTrouble
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ijm.contributions import Chore, Words, chores, late_checks
from ijm.models.chore_run import ChoreRun
from ijm.models.installation import Installation
from ijm.models.mail import OutgoingMail

log = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=60)
FAILED_LATELY = timedelta(days=1)


@dataclass(frozen=True)
class Late:
    """One thing that should have happened: a cause for the record, words for people."""

    cause: str
    sentence: str


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers. Asks nothing of the database, so it says nothing of it."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """503 for what no page survives; with ?strict=1 also for what is late."""
    problem = broken()
    late = [] if problem else late_things(timezone.now())
    strict = request.GET.get("strict") == "1"
    return JsonResponse(
        {"ready": problem is None, "problem": problem, "late": late},
        status=503 if problem or (strict and late) else 200,
    )


def broken() -> str | None:
    """What keeps every page from being served, or None."""
    try:
        missing = _unapplied_migrations()
    except DatabaseTrouble:
        return "The database does not answer."
    return f"Migrations are not applied: {', '.join(missing)}." if missing else None


def late_things(now: datetime) -> list[Words]:
    """What should have happened by now and has not, a sentence each."""
    return [late.sentence for late in late_causes(now)]


def late_causes(now: datetime) -> list[Late]:
    return [*late_chores(now), *_failed_mail(now), *_late_checks(now)]


def is_late(
    chore: Chore, run: ChoreRun | None, installed: datetime, now: datetime
) -> bool:
    """Three intervals without a good end; one minute if it never had one."""
    if run is None or run.finished_at is None:
        return now - installed > PATIENCE
    return now - run.finished_at > max(timedelta(seconds=3 * chore.every), PATIENCE)


def late_chores(now: datetime) -> list[Late]:
    runs = ChoreRun.objects.in_bulk([chore.name for chore in chores])
    installed = Installation.objects.values_list("created_at", flat=True).first() or now
    late = [c for c in chores if is_late(c, runs.get(c.name), installed, now)]
    frequent = [chore for chore in chores if chore.every <= PATIENCE.total_seconds()]
    if frequent and all(chore in late for chore in frequent):
        return [Late("worker", _("The worker is not running: nothing gets done."))]
    return [
        Late(f"chore-{c.name}", _late_sentence(c, runs.get(c.name), now)) for c in late
    ]


def _late_sentence(chore: Chore, run: ChoreRun | None, now: datetime) -> str:
    title = str(chore.title or chore.name)
    if run is None or run.finished_at is None:
        return _("“%(chore)s” has never ended well.") % {"chore": title}
    return _("“%(chore)s” last ended well %(when)s ago.") % {
        "chore": title,
        "when": timesince(run.finished_at, now),
    }


def failed_mail(now: datetime) -> int:
    """Letters given up within the last day; older ones stay on their own list."""
    return OutgoingMail.objects.filter(
        state=OutgoingMail.FAILED, next_try_at__gt=now - FAILED_LATELY
    ).count()


def _failed_mail(now: datetime) -> Iterator[Late]:
    if count := failed_mail(now):
        yield Late(
            "mail-failed",
            ngettext(
                "%(count)d mail could not be delivered since yesterday.",
                "%(count)d mails could not be delivered since yesterday.",
                count,
            )
            % {"count": count},
        )


def _late_checks(now: datetime) -> Iterator[Late]:
    for check in late_checks:
        try:
            sentence = check.late(now)
        except Exception as error:  # noqa: BLE001 - the other checks must be heard
            log.error("Late check %s failed: %s", check.name, type(error).__name__)
            sentence = _("The check “%(check)s” itself fails.") % {"check": check.name}
        if sentence:
            yield Late(f"check-{check.name}", str(sentence))


_known: set[tuple[str, str]] = set()


def _unapplied_migrations() -> list[str]:
    """One query; what this release knows is read from disk once a process."""
    if not _known:
        _known.update(MigrationLoader(None).disk_migrations)
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in _known - set(applied))
