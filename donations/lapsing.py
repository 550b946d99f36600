"""What did not come: instalments lapse after 14 days, pledges after three in a row.

Nobody is ever asked for several at once. What lapsed is a list for people.
"""

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import ngettext

from donations.models import AlreadyEnded, Instalment, Payment, Pledge
from donations.raising import TOO_OLD_DAYS
from ijm import dates

log = logging.getLogger(__name__)

IN_A_ROW = 3
AT_ONCE = 500
NOT_ATTEMPTED_AFTER = timedelta(hours=24)


def lapse(now: datetime) -> int:
    """The chore: one slice; how many instalments and pledges lapsed."""
    today = dates.today(now)
    old = Instalment.objects.due(today - timedelta(days=TOO_OLD_DAYS + 1))
    found = old.exclude(_on_its_way()).values_list("pk", "pledge")[:AT_ONCE]
    keys, pledges = zip(*found, strict=True) if found else ((), ())
    rows = Instalment.objects.open().filter(pk__in=keys)
    lapsed = rows.update(state=Instalment.LAPSED, next_attempt_on=None)
    return lapsed + _lapse_pledges(pledges, today, now)


def _lapse_pledges(keys: Sequence[UUID], today: date, now: datetime) -> int:
    """Each in its own transaction: one that is broken stops nobody."""
    done = 0
    for pledge in silent_pledges(today).filter(pk__in=keys):
        try:
            pledge.lapse(now, f"{IN_A_ROW} gifts in a row did not come")
            done += 1
        except AlreadyEnded:
            continue
        except Exception as broken:  # noqa: BLE001 - the others must go on
            log.error("Pledge %s cannot lapse: %s", pledge.pk, type(broken).__name__)
    return done


def silent_pledges(today: date) -> QuerySet[Pledge]:
    """Active, and of the last gifts due none came since one that did."""
    due = Instalment.objects.filter(pledge=OuterRef("pk"), due_on__lt=today)
    last_paid = due.filter(state=Instalment.PAID).order_by("-seq").values("seq")[:1]
    lapsed = Q(instalments__state=Instalment.LAPSED, instalments__due_on__lt=today)
    since = Q(instalments__seq__gt=Coalesce(Subquery(last_paid), 0))
    return (
        Pledge.objects.active()
        .annotate(missed=Count("instalments", filter=lapsed & since))
        .filter(missed__gte=IN_A_ROW)
        .order_by("pk")
    )


def not_attempted(now: datetime) -> str | Promise | None:
    """Late check: due for a day and more, and neither tried nor given up."""
    count = count_not_attempted(now)
    if not count:
        return None
    words = ngettext(
        "%(count)d instalment is due and was not attempted for a day. Is the money "
        "worker running?",
        "%(count)d instalments are due and were not attempted for a day. Is the money "
        "worker running?",
        count,
    )
    return words % {"count": count}


def count_not_attempted(now: datetime) -> int:
    yesterday = dates.today(now - NOT_ATTEMPTED_AFTER)
    to_try = Q(next_attempt_on__lt=yesterday)
    given_up = Q(due_on__lt=yesterday - timedelta(days=TOO_OLD_DAYS + 1))
    late = Instalment.objects.open().filter(to_try | given_up)
    return late.exclude(_on_its_way()).count()


def _on_its_way() -> Exists:
    begun = Payment.objects.filter(instalment=OuterRef("pk"))
    return Exists(begun.exclude(state__in=["failed", "abandoned"]))
