"""A card or account that will never pay again: what it paid for rests."""

from datetime import datetime

from donations.models import Pledge, StoredMethod


def stop(method: StoredMethod, why: str, now: datetime) -> list[Pledge]:
    """Which pledges rest because of it: until their donors give another way to pay."""
    method.end(why, now)
    paid_for = Pledge.objects.select_for_update(of=("self",)).unended()
    rested = list(paid_for.filter(stored_method=method, processor=method.processor))
    for pledge in rested:
        # If it goes on before there is another card, it goes on by bank transfer.
        pledge.change(processor="offline")
        pledge.lapse(now, why)
    return rested
