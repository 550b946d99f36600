"""Telling the keeper (ALERT_EMAIL) that something is late, from the web process.

The worker may be what is dead, so nothing here relies on it: no thread, no queue. After
a request has been answered, at most one process in ten minutes looks, and posts one
mail a day and cause straight to the mail server.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseTrouble
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm import dates, delivery, health, mail, transports
from ijm.contributions import Filled, Letter, Tag
from ijm.models.chore_run import ChoreRun
from ijm.models.mail import OutgoingMail

log = logging.getLogger(__name__)

LOOK_EVERY = timedelta(minutes=10)
ROW = "alarm"  # among the chores' rows, in a lane that no worker serves
_next_look = 0.0


def _fill(_about: Any, extra: Mapping[str, Any]) -> Filled:
    return {"what": str(extra.get("what", "")), "desk": "/admin/"}


LETTER = Letter(
    name="house-alarm",
    title=_("Something is late (to the keeper of the site)"),
    subject=_("Needs you: {what}"),
    body=_(
        "{what}\n\n"
        "This was noticed by the web server. It is mailed once a day for as long as it "
        "lasts; the desk shows how things stand now.\n\n"
        "{desk}"
    ),
    fill=_fill,
    tags=(
        Tag("what", _("what is late"), sample=_("The worker is not running.")),
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
    except (DatabaseTrouble, transports.Undelivered) as trouble:
        log.error("The alarm could not be raised: %s", type(trouble).__name__)


def look(now: datetime) -> int:
    """Mail what is late, if no other process has looked in the last ten minutes."""
    if not _our_turn(now):
        return 0
    for late in health.late_causes(now):
        mail.post(
            LETTER.name,
            to=settings.ALERT_EMAIL,
            about=None,
            cause=f"alarm-{late.cause}-{dates.today(now)}"[:120],
            extra={"what": late.sentence},
        )
    # Also those that could not go ten minutes ago. Whose database this is does not
    # matter here: the mail is to its keeper and to nobody else.
    alarms = OutgoingMail.objects.filter(letter=LETTER.name)
    road = transports.transactional()
    now = max(now, timezone.now())  # the rows above are due since a moment ago
    return delivery.deliver(delivery.claim(now, alarms), road, now)


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
