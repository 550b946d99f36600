"""A rest from all newsletters that ends by itself: no consent begins or ends by it."""

from datetime import timedelta

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsletter.models import ConsentEvent, Subscriber
from newsletter.occasion import Occasion

# By their names in the form.
RESTS: dict[str, tuple[Promise, timedelta]] = {
    "2-weeks": (_("Two weeks"), timedelta(weeks=2)),
    "1-month": (_("One month"), timedelta(days=30)),
    "3-months": (_("Three months"), timedelta(days=91)),
    "6-months": (_("Six months"), timedelta(days=182)),
}


@transaction.atomic
def pause(subscriber: Subscriber, rest: str, occasion: Occasion) -> bool:
    """False for a rest that is none of ours, and for who is not on the list."""
    row = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if rest not in RESTS or not row.is_on_the_list:
        return False
    row.change(paused_until=occasion.at + RESTS[rest][1])
    occasion.record(row, ConsentEvent.Kind.PAUSED, row.current_interests())
    return True


@transaction.atomic
def resume(subscriber: Subscriber, occasion: Occasion) -> bool:
    """Again from now on; False where nothing was paused."""
    row = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if not row.is_paused(occasion.at):
        return False
    row.change(paused_until=None)
    occasion.record(row, ConsentEvent.Kind.RESUMED, row.current_interests())
    return True
