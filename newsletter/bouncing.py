"""Addresses that do not exist: no further mail, and the evidence of it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from newsletter.models import ConsentEvent, Subscriber, Subscription, Suppression
from newsletter.occasion import Occasion
from newsletter.subscribing import end


def close_dead_addresses(deliveries: Sequence[int], now: datetime) -> None:
    """Each in its own transaction; safe to run twice."""
    if not deliveries:
        return
    for subscriber in Subscriber.objects.filter(deliveries__in=deliveries):
        close_dead_address(subscriber, Occasion(at=now, form="delivery"))


def close_dead_address(subscriber: Subscriber, occasion: Occasion) -> None:
    """The server said that there is no such mailbox (RFC 3463: X.1.x)."""
    _close(subscriber, occasion, "bounced", Suppression.Scope.BULK)


def close_complaint(subscriber: Subscriber, occasion: Occasion) -> None:
    """The reader marked it as spam: not even a letter about newsletters any more."""
    _close(subscriber, occasion, "complained", Suppression.Scope.ALL)


@transaction.atomic
def _close(subscriber: Subscriber, occasion: Occasion, reason: str, scope: str) -> None:
    """`reason` goes by one name in events, subscriptions and suppressions."""
    held = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if not held.address:
        return
    if on := held.current_interests():
        ended = end(held, on, Subscription.Ended(reason), occasion.at)
        occasion.record(held, ConsentEvent.Kind(reason), ended)
    Suppression.suppress(held.address, reason, scope, occasion.at)
