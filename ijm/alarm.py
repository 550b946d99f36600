"""Telling the keeper (ALERT_EMAIL) that something is late, from the web process.

The worker may be what is dead, so nothing here relies on it: no thread, no queue. After
a request has been answered, at most one process in ten minutes looks. It takes its mail
straight to the mail server: at most one an hour, again each day for as long as it
lasts, and an all-clear at the end. The outbox holds these mails only as a record.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm import dates, delivery, health, mail, transports
from ijm.contributions import Filled, Letter, Tag
from ijm.models.chore_run import ChoreRun
from ijm.models.mail import OutgoingMail

log = logging.getLogger(__name__)

LOOK_EVERY = timedelta(minutes=10)
QUIET = timedelta(hours=1)  # between two mails, whatever happens in it
ROW = "alarm"  # among the chores' rows, in a lane that no worker serves
_next_look = 0.0


def _fill(_about: Any, extra: Mapping[str, Any]) -> Filled:
    also = [("", str(each)) for each in extra.get("also", ())]
    return {"what": str(extra.get("what", "")), "also": also, "desk": "/admin/"}


LETTER = Letter(
    name="house-alarm",
    title=_("Something is late (to the keeper of the site)"),
    subject=_("Needs you: {what}"),
    body=_(
        "{what}\n\n"
        "{also}\n\n"
        "This was noticed by the web server. It is mailed once a day for as long as it "
        "lasts, and once more when it is over; the desk shows how things stand now.\n\n"
        "{desk}"
    ),
    fill=_fill,
    tags=(
        Tag("what", _("what is late"), sample=_("The worker is not running.")),
        Tag("also", _("what else is late"), kind="block"),
        Tag("desk", _("the desk's address"), kind="button", label=_("Open the desk")),
    ),
)
ALL_CLEAR = Letter(
    name="house-all-clear",
    title=_("Nothing is late any more (to the keeper of the site)"),
    subject=_("All clear: nothing is late any more"),
    body=_("What we wrote to you about is over: nothing is late any more.\n\n{desk}"),
    fill=lambda about, extra: {"desk": "/admin/"},
    tags=(
        Tag("desk", _("the desk's address"), kind="button", label=_("Open the desk")),
    ),
)


def look_now_and_then(**_signal: object) -> None:
    """Receiver of `request_finished`: the visitor has the answer already."""
    global _next_look
    if not settings.ALERT_EMAIL or monotonic() < _next_look:
        return
    _next_look = monotonic() + LOOK_EVERY.total_seconds()
    try:
        look(timezone.now())
    except Exception as trouble:  # noqa: BLE001 - the visitor's server must go on
        log.error("The alarm could not be raised: %s", type(trouble).__name__)


def look(now: datetime) -> int:
    """Mail what is late, if no other process has looked in the last ten minutes."""
    if not _our_turn(now):
        return 0
    late = health.late_causes(now)
    row = ChoreRun.objects.get(name=ROW)
    letter = _letter_due(row, late, now)
    if letter and not _send(letter, _news_first(row, late), now):
        return 0  # as if nothing had been said: in ten minutes what is true then
    if letter or not _is_quiet(row, now):
        row.error = " ".join(each.cause for each in late)
        row.finished_at = now if letter else row.finished_at
        row.save(update_fields=["error", "finished_at"])
    return int(letter is not None)


def _letter_due(
    row: ChoreRun, late: Sequence[health.Late], now: datetime
) -> Letter | None:
    """What to mail now. Our row's `error` holds the causes the keeper knows of, its
    `finished_at` when they were told; what ends while others last needs no mail.
    """
    told = set(row.error.split())
    if _is_quiet(row, now):
        return None
    if not late:
        return ALL_CLEAR if told else None
    another_day = row.finished_at is None or (
        dates.today(row.finished_at) != dates.today(now)
    )
    news = any(each.cause not in told for each in late)
    return LETTER if news or another_day else None


def _is_quiet(row: ChoreRun, now: datetime) -> bool:
    return row.finished_at is not None and now - row.finished_at < QUIET


def _news_first(row: ChoreRun, late: Sequence[health.Late]) -> list[health.Late]:
    told = set(row.error.split())
    return sorted(late, key=lambda each: each.cause in told)


def _send(letter: Letter, late: Sequence[health.Late], now: datetime) -> bool:
    """True unless no server took it. Whose database this is does not matter here:

    the mail is to its keeper and to nobody else.
    """
    road = transports.transactional()
    sentences = [str(each.sentence) for each in late]
    causes = "-".join(each.cause for each in late)
    mail.post(
        letter.name,
        to=settings.ALERT_EMAIL,
        about=None,
        cause=f"alarm-{now:%Y%m%dT%H%M%S}-{causes}"[:120],
        extra={"what": sentences[0], "also": sentences[1:]} if sentences else {},
    )
    alarms = OutgoingMail.objects.filter(letter__in=(LETTER.name, ALL_CLEAR.name))
    now = max(now, timezone.now())  # the row above is due since a moment ago
    delivery.deliver(delivery.claim(now, alarms), road, now)
    not_taken, _by_model = alarms.filter(state=OutgoingMail.WAITING).delete()
    return not not_taken


def _our_turn(now: datetime) -> bool:
    ChoreRun.objects.bulk_create(
        [ChoreRun(name=ROW, lane="web", due_at=now)], ignore_conflicts=True
    )
    return (
        ChoreRun.objects.filter(name=ROW, due_at__lte=now).update(
            due_at=now + LOOK_EVERY, started_at=now
        )
        == 1
    )
