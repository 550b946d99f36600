"""A card or account that will never pay again: what it paid for rests, or is over."""

from datetime import datetime

from donations.collecting.declines import Decline, meaning
from donations.models import Pledge, StoredMethod


def stop(method: StoredMethod, why: str, now: datetime) -> list[Pledge]:
    """Which pledges rest because of it: until their donors give another way to pay.

    Whoever told their bank to stop is not asked for another: their pledge has ended.
    Pledges are locked first and in one order, as wherever a gift is taken or refused.
    """
    paid_for = Pledge.objects.unended().in_turn()
    stopped = list(paid_for.filter(stored_method=method, processor=method.processor))
    method.end(why, now)
    if meaning(why) is Decline.REVOKED:
        for pledge in stopped:
            pledge.end("mandate revoked", now, reason=why)
        return []
    for pledge in stopped:
        # If it goes on before there is another card, it goes on by bank transfer.
        pledge.change(processor="offline")
        pledge.lapse(now, why)
    return stopped
