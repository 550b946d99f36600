"""Forgetting: people who never confirmed, who left long ago, or who ask for it."""

from collections.abc import Sequence
from datetime import datetime

import pgtrigger
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q

from ijm.dates import today
from ijm.models import Link, OutgoingMail
from newsletter.models import (
    ConsentEvent,
    Delivery,
    Enquiry,
    LapsedTally,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.models.subscriber import KEEP_DEPARTED, KEEP_UNCONFIRMED
from newsletter.occasion import Occasion
from newsletter.subscribing import end

AT_ONCE = 500
EVIDENCE_GUARD = "newsletter.ConsentEvent:consent_event_append_only"


@transaction.atomic
def forget_unconfirmed(now: datetime) -> int:
    """Seven days after they asked. Nothing stays but how many they were."""
    old = Enquiry.objects.answered().older_than(now - KEEP_UNCONFIRMED)
    _drop_enquiries(list(old[:AT_ONCE]))
    lapsed = list(
        Subscriber.objects.unconfirmed_since(now - KEEP_UNCONFIRMED)
        .filter(forgotten_at=None)
        .select_for_update(skip_locked=True)[:AT_ONCE]
    )
    keys = [subscriber.pk for subscriber in lapsed]
    with pgtrigger.ignore(EVIDENCE_GUARD):
        ConsentEvent.objects.filter(subscriber__in=keys).delete()
    _drop_traces(Subscriber, keys)
    Subscriber.objects.filter(pk__in=keys).delete()
    if keys:
        LapsedTally.add(today(now), len(keys))
    return len(keys)


@transaction.atomic
def forget_departed(now: datetime) -> int:
    """Four weeks after they left: no address, but the evidence, under a number."""
    departed = list(
        Subscriber.objects.departed_since(now - KEEP_DEPARTED).select_for_update(
            skip_locked=True, of=("self",)
        )[:AT_ONCE]
    )
    for subscriber in departed:
        _forget(subscriber, now)
    return len(departed)


@transaction.atomic
def erase(subscriber: Subscriber, occasion: Occasion) -> None:
    """On request, at once. The keyed hash stays: an import must not bring them back."""
    slugs = subscriber.current_interests()
    ended = end(subscriber, slugs, Subscription.Ended.ERASED, occasion.at)
    Suppression.suppress(
        subscriber.address,
        Suppression.Reason.ERASED,
        Suppression.Scope.BULK,
        occasion.at,
    )
    occasion.record(subscriber, ConsentEvent.Kind.ERASED, ended)
    with pgtrigger.ignore(EVIDENCE_GUARD):
        # On which story it was stays; a path is what a form said, and anybody's words.
        bare = {"network": b"", "source_path": ""}
        by_staff = Q(kind=ConsentEvent.Kind.STAFF)
        subscriber.evidence.exclude(by_staff).update(note="", **bare)
        subscriber.evidence.filter(by_staff).update(note="erased", **bare)
    Delivery.objects.filter(subscriber=subscriber).update(provider_id="", code="")
    _forget(subscriber, occasion.at)


def _forget(subscriber: Subscriber, now: datetime) -> None:
    _drop_enquiries(list(subscriber.enquiries.all()))
    _drop_traces(Subscriber, [subscriber.pk])
    subscriber.forget(now)


def _drop_enquiries(enquiries: Sequence[Enquiry]) -> None:
    keys = [enquiry.pk for enquiry in enquiries]
    _drop_traces(Enquiry, keys)
    Enquiry.objects.filter(pk__in=keys).delete()


def _drop_traces(model: type[models.Model], keys: Sequence[int]) -> None:
    """Letters about these rows, and the links in them."""
    about = {
        "content_type": ContentType.objects.get_for_model(model),
        "object_id__in": [str(key) for key in keys],
    }
    OutgoingMail.objects.filter(**about).delete()
    Link.objects.filter(**about).delete()
