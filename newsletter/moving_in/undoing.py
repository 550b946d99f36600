"""Taking back what a list brought in. Who fell by it stays down."""

from datetime import datetime

import pgtrigger
from django.db import transaction

from newsletter.forgetting import EVIDENCE_GUARD
from newsletter.models import (
    ConsentEvent,
    CountedMonth,
    ListImport,
    Subscriber,
    Subscription,
)
from newsletter.subscribing import end

AT_ONCE = 500
State = ListImport.State


def undo(found: ListImport) -> None:
    ListImport.objects.filter(pk=found.pk, state=State.APPLIED).update(
        state=State.UNDOING
    )


def go_on_undoing(now: datetime) -> int:
    """The chore: some hundred people. Who has a history here besides only leaves."""
    with transaction.atomic():
        found = (
            ListImport.objects.filter(state=State.UNDOING)
            .select_for_update(skip_locked=True)
            .first()
        )
        if found is None:
            return 0
        people = list(_still_here(found)[:AT_ONCE])
        for subscriber in people:
            _take_back(subscriber, found, now)
        if not people:
            found.change(state=State.UNDONE)
            CountedMonth.count_again()
    return len(people) or 1


def _still_here(found: ListImport):  # type: ignore[no-untyped-def]
    """On the list by what it brought in."""
    live = Subscription.objects.current().filter(evidence__list_import=found)
    return Subscriber.objects.filter(subscriptions__in=live).distinct().order_by("pk")


def _take_back(subscriber: Subscriber, found: ListImport, now: datetime) -> None:
    own = subscriber.evidence.exclude(list_import=found).exists()
    if own or subscriber.deliveries.exists():
        mine = subscriber.subscriptions.current().filter(evidence__list_import=found)
        slugs = list(mine.values_list("interest__slug", flat=True))
        end(subscriber, slugs, Subscription.Ended.STAFF, now)
        return
    subscriber.subscriptions.all().delete()
    with pgtrigger.ignore(EVIDENCE_GUARD):
        ConsentEvent.objects.filter(subscriber=subscriber).delete()
    subscriber.delete()
