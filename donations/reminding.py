"""Letters about gifts to come, each once: its cause is a row, so two workers agree.

Who pays by standing order is not reminded before; after, once, when nothing came.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from donations.models import Instalment, Payment, Pledge, PledgeChange, PledgePause
from ijm import dates, mail
from ijm.models import OutgoingMail

BEFORE, AFTER, PAUSE_ENDS = "reminder-before", "reminder-after", "pause-ends"
BEFORE_DAYS, AFTER_DAYS, STILL_AFTER_DAYS = 5, 5, 13
PAUSE_NOTICE_DAYS = 7
WELCOMED = timedelta(days=7)
AT_ONCE = 200


def remind(now: datetime) -> int:
    """The chore: one slice of each; how many letters were written."""
    today = dates.today(now)
    return (
        _post(BEFORE, due_soon(today, now))
        + _post(AFTER, overdue(today))
        + _post(PAUSE_ENDS, pauses_ending(today))
    )


def due_soon(today: date, now: datetime) -> QuerySet[Instalment]:
    by_order = Payment.objects.settled().filter(
        instalment__pledge=OuterRef("pledge"), method="standing order"
    )
    return (
        _expected()
        .filter(due_on__gt=today, due_on__lte=today + timedelta(days=BEFORE_DAYS))
        .filter(pledge__created_at__lt=now - WELCOMED)
        .exclude(Exists(by_order))
    )


def overdue(today: date) -> QuerySet[Instalment]:
    """Late enough that no bank is slow, and not so late that it has lapsed."""
    first = today - timedelta(days=STILL_AFTER_DAYS)
    return _expected().filter(
        due_on__gte=first, due_on__lte=today - timedelta(days=AFTER_DAYS)
    )


def pauses_ending(today: date) -> QuerySet[PledgePause]:
    """Of pauses that somebody asked for: one skipped gift is no news."""
    until = today + timedelta(days=PAUSE_NOTICE_DAYS)
    asked = PledgeChange.objects.filter(
        pledge=OuterRef("pledge"),
        verb="paused",
        detail=Cast(OuterRef("during__endswith"), CharField()),
    )
    return (
        PledgePause.objects.filter(
            during__endswith__gt=today,
            during__endswith__lte=until,
            during__startswith__lt=today,
            pledge__state=Pledge.ACTIVE,
        )
        .filter(Exists(asked))
        .exclude(pledge__donor__email="")
        .select_related("pledge__donor")
    )


def _expected() -> QuerySet[Instalment]:
    return (
        Instalment.objects.open()
        .filter(pledge__state=Pledge.ACTIVE, pledge__processor="offline")
        .exclude(pledge__donor__email="")
        .select_related("pledge__donor")
    )


def _post(letter: str, rows: QuerySet[Any]) -> int:
    """Those whose cause is not in the outbox yet."""
    cause = Concat(Value(f"{letter}:"), Cast(OuterRef("pk"), CharField()))
    written = OutgoingMail.objects.filter(cause=cause)
    found = list(rows.exclude(Exists(written)).order_by("pk")[:AT_ONCE])
    for row in found:
        to = row.pledge.donor.email
        mail.post(letter, to=to, about=row, cause=f"{letter}:{row.pk}")
    return len(found)
