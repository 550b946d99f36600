"""A reader's new choice among interests, made on the preferences page."""

from django.db import transaction

from newsletter.leaving import leave
from newsletter.models import ConsentEvent, ConsentText, LawfulBasis, Subscriber
from newsletter.models.subscription import Subscription
from newsletter.occasion import Occasion
from newsletter.subscribing import begin, end, settle_area


@transaction.atomic
def choose(
    subscriber: Subscriber,
    interests: list[str],
    occasion: Occasion,
    *,
    words: ConsentText,
    country: str = "",
    postcode: str = "",
) -> None:
    """Nothing chosen is leaving. Somebody who has left must join anew."""
    if not interests:
        leave(subscriber, occasion)
        return
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    on = set(subscriber.current_interests())
    if not on:
        return
    settle_area(subscriber, interests, country, postcode)
    if on == set(interests):
        return
    evidence = occasion.record(
        subscriber,
        ConsentEvent.Kind.CHANGED,
        interests,
        words=words,
        basis=LawfulBasis.CONSENT,
    )
    end(
        subscriber,
        [slug for slug in on if slug not in interests],
        Subscription.Ended.PREFERENCES,
        occasion.at,
    )
    begin(subscriber, interests, evidence)
