"""Going on with a pledge that stopped: never for the months between.

One that only lapsed is active again. One that ended stays as it was, and a new one
with its amount, day and fund goes on from it.
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from donations import processors
from donations.models import Instalment, Pledge
from donations.raising import raise_instalments
from donations.schedule import Schedule, first_gift
from ijm import mail
from ijm.models import StaffMember
from ijm.money import Money


class NotStopped(Exception):
    """It runs, or goes on under another reference already."""


def can_restart(pledge: Pledge) -> bool:
    if pledge.state == Pledge.LAPSED:
        return True
    return pledge.is_ended and getattr(pledge, "restarted_as", None) is None


def first_dates(pledge: Pledge, today: date) -> list[date]:
    """The first gift and the two after it, were it restarted today."""
    if pledge.state == Pledge.LAPSED:
        return pledge.schedule.upcoming(today, 3)
    begins = Schedule(_first(pledge, today), pledge.anchor_day, pledge.interval_months)
    return [begins.due_on(n) for n in (1, 2, 3)]


def restart(
    pledge: Pledge,
    now: datetime,
    by: StaffMember | None = None,
    reason: str = "",
    amount: Money | None = None,
) -> Pledge:
    """Returns the pledge that runs afterwards; raises NotStopped."""
    today = pledge.local_day(now)
    with transaction.atomic():
        pledge.lock()
        if not can_restart(pledge):
            raise NotStopped(pledge.reference)
        running = _anew(pledge, now) if pledge.is_ended else _revived(pledge, today)
        agreed = amount or pledge.amount
        if agreed and running.amount != agreed:
            running.agree(agreed, today, str(by or ""), like=pledge.newest_terms)
        raise_instalments(today, running)
        pledge.note("restarted", now, by, reason, running.reference)
        if running != pledge:
            running.note("made", now, by, reason, str(agreed))
        if running.donor.email:
            charged = running.stored_method and running.processor != "offline"
            mail.post(
                "card-stored" if charged else "pledge-welcome",
                to=running.donor.email,
                about=running,
                cause=f"restarted:{running.pk}:{pledge.changes.count()}",
            )
    return running


def _revived(pledge: Pledge, today: date) -> Pledge:
    """What is past stays lapsed; what is to come is expected again."""
    pledge.change(state=Pledge.ACTIVE)
    coming = pledge.instalments.filter(due_on__gte=today, payments=None)
    coming.filter(state=Instalment.LAPSED).update(state=Instalment.SCHEDULED)
    pledge.fit_instalments(today)
    return pledge


def _anew(pledge: Pledge, now: datetime) -> Pledge:
    return Pledge.objects.create(
        currency=pledge.currency,
        interval_months=pledge.interval_months,
        anchor_day=pledge.anchor_day,
        first_due=_first(pledge, pledge.local_day(now)),
        restarts=pledge,
        created_at=now,
        **pledge.hands_on,
    )


def _first(pledge: Pledge, today: date) -> date:
    notice = timedelta(processors.named(pledge.processor).days_to_prepare)
    return first_gift(today, pledge.anchor_day, notice)
