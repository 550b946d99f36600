"""Leaving, wholly or in part, by the reader or on request; and taking it back."""

from datetime import datetime, timedelta

from django.db import transaction

from newsletter.models import (
    ConsentEvent,
    Enquiry,
    Issue,
    LawfulBasis,
    Subscriber,
    Subscription,
    Suppression,
)
from newsletter.occasion import Occasion
from newsletter.subscribing import begin, end

UNDO_WITHIN = timedelta(days=1)
Kind, Ended, Reason = ConsentEvent.Kind, Subscription.Ended, Suppression.Reason


@transaction.atomic
def leave(
    subscriber: Subscriber, occasion: Occasion, keep: list[str] | None = None
) -> None:
    """End all that the reader does not keep. Nothing on: nothing to record."""
    _end_all_but(subscriber, keep or [], occasion, Kind.WITHDRAWN, Ended.UNSUBSCRIBED)


@transaction.atomic
def leave_by_one_click(
    subscriber: Subscriber, issue: Issue | None, occasion: Occasion
) -> None:
    """End what the issue was sent for; with no issue known, everything (RFC 8058)."""
    sent_for = issue.interests.values_list("slug", flat=True) if issue else ()
    on = subscriber.current_interests()
    keep = [slug for slug in on if slug not in sent_for] if sent_for else []
    leave(subscriber, occasion, keep)


@transaction.atomic
def leave_on_request(subscriber: Subscriber, occasion: Occasion) -> None:
    """Staff end everything for somebody who asked by letter or telephone."""
    _end_all_but(subscriber, [], occasion, Kind.STAFF, Ended.STAFF)


def _end_all_but(
    subscriber: Subscriber, keep: list[str], occasion: Occasion, kind: str, reason: str
) -> None:
    on = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    leaving = [slug for slug in on.current_interests() if slug not in keep]
    if not leaving:
        return
    ended = end(on, leaving, reason, occasion.at)
    occasion.record(on, kind, ended)
    if not on.is_on_the_list:
        _close_the_door(on, Reason.UNSUBSCRIBED, occasion)


def _close_the_door(subscriber: Subscriber, reason: str, occasion: Occasion) -> None:
    """Letters already under way may no longer bring the reader back."""
    subscriber.change(paused_until=None)
    Enquiry.objects.open_for(subscriber).delete()
    Suppression.suppress(
        subscriber.address, reason, Suppression.Scope.BULK, occasion.at
    )


@transaction.atomic
def object_(enquiry: Enquiry, occasion: Occasion) -> None:
    """“This was not me”: never write to this address again, not even to confirm."""
    subscriber = enquiry.asker
    ended = end(
        subscriber, subscriber.current_interests(), Ended.UNSUBSCRIBED, occasion.at
    )
    occasion.record(subscriber, Kind.OBJECTED, ended)
    Suppression.suppress(
        subscriber.address, Reason.OBJECTED, Suppression.Scope.ALL, occasion.at
    )
    Enquiry.objects.open_for(subscriber).delete()


def last_departure(subscriber: Subscriber, now: datetime) -> ConsentEvent | None:
    """What `undo` would take back: the last event, if the reader left by it lately."""
    last = subscriber.evidence.order_by("-at", "-pk").first()
    if last is None or last.kind != Kind.WITHDRAWN or last.at < now - UNDO_WITHIN:
        return None
    return last if subscriber.address else None


@transaction.atomic
def undo(subscriber: Subscriber, occasion: Occasion) -> bool:
    """Back to how it was before leaving; False when there is nothing to take back."""
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    departure = last_departure(subscriber, occasion.at)
    if departure is None:
        return False
    before = _agreed_words(subscriber)
    evidence = occasion.record(
        subscriber,
        Kind.CHANGED,
        departure.interests,
        words=before,
        basis=LawfulBasis.CONSENT,
    )
    begin(subscriber, departure.interests, evidence)
    Suppression.lift_own_wish(subscriber.address, occasion.at)
    return True


def _agreed_words(subscriber: Subscriber):  # type: ignore[no-untyped-def]
    agreed = subscriber.evidence.filter(consent_text__isnull=False)
    newest = agreed.order_by("-at", "-pk").select_related("consent_text").first()
    return newest.consent_text if newest else None
