"""Joining the list: an enquiry, a letter, a button. Nobody joins without all three.

Pages only write an `Enquiry`; who is known here is looked up by the worker and told
by mail alone, to the owner of the address.
"""

from datetime import datetime

from django.db import transaction

from ijm import mail
from ijm.addresses import normalise
from newsletter.letter_limits import may_write_to
from newsletter.models import (
    ConsentEvent,
    Enquiry,
    LawfulBasis,
    Subscriber,
    Suppression,
)
from newsletter.occasion import Occasion
from newsletter.rush import may_answer_now
from newsletter.subscribing import begin, settle_area, story_at

AT_ONCE = 200


class HasLeft(Exception):
    """The button of an old letter was pressed after its reader had left again."""


def answer_enquiries(now: datetime) -> int:
    """Answer what waits, each in its own transaction; returns how many."""
    answered = 0
    while answered < AT_ONCE and _waits_and_may_be_answered(now) and _answer_next(now):
        answered += 1
    return answered


def _waits_and_may_be_answered(now: datetime) -> bool:
    return Enquiry.objects.waiting().exists() and may_answer_now(now)


@transaction.atomic
def _answer_next(now: datetime) -> bool:
    waiting = Enquiry.objects.waiting().select_for_update(skip_locked=True)
    enquiry = waiting.first()
    if enquiry is None:
        return False
    enquiry.change(answered_at=now)
    if enquiry.kind == Enquiry.LOST_LINK:
        _answer_lost_link(enquiry)
    else:
        _answer_wish_to_join(enquiry)
    return True


def _answer_lost_link(enquiry: Enquiry) -> None:
    subscriber = Subscriber.objects.with_address(enquiry.address).first()
    known = subscriber is not None and subscriber.is_on_the_list
    if subscriber and known and may_write_to(enquiry.address, "lost-link"):
        mail.post(
            "newsletter-lost-link",
            to=subscriber.address,
            about=subscriber,
            cause=f"newsletter-lost-link:{enquiry.pk}",
            language=subscriber.language,
        )


def _answer_wish_to_join(enquiry: Enquiry) -> None:
    if Suppression.silences(enquiry.address):
        enquiry.delete()
        return
    subscriber = _subscriber_of(enquiry)
    enquiry.change(subscriber=subscriber)
    _occasion_of(enquiry).record(
        subscriber,
        ConsentEvent.Kind.REQUESTED,
        enquiry.interests,
        words=enquiry.consent_text,
        source_story=story_at(enquiry.source_path),
    )
    if not may_write_to(enquiry.address, "join"):
        _fold_into_earlier(enquiry)
    elif subscriber.is_on_the_list:
        _post_already_on_list(enquiry, subscriber)
    else:
        _post_confirmation(enquiry)


def _subscriber_of(enquiry: Enquiry) -> Subscriber:
    subscriber, _made = Subscriber.objects.get_or_create(
        identity=normalise(enquiry.address),
        defaults={
            "address": enquiry.address,
            "digest": Suppression.digest_of(enquiry.address),
            "language": enquiry.language,
            "created_at": enquiry.asked_at,
        },
    )
    subscriber.change(asked_at=enquiry.asked_at)
    return subscriber


def _occasion_of(enquiry: Enquiry) -> Occasion:
    return Occasion(
        at=enquiry.asked_at,
        form=enquiry.form,
        source_path=enquiry.source_path,
        network=bytes(enquiry.network),
    )


def _fold_into_earlier(enquiry: Enquiry) -> None:
    """Too soon for another letter: the one already sent confirms the newer choice."""
    earlier = Enquiry.objects.open_for(enquiry.asker).exclude(pk=enquiry.pk).last()
    if earlier is not None:
        earlier.change(
            interests=enquiry.interests,
            country=enquiry.country,
            postcode=enquiry.postcode,
            consent_text=enquiry.consent_text,
        )
        enquiry.delete()


def _post_already_on_list(enquiry: Enquiry, subscriber: Subscriber) -> None:
    mail.post(
        "newsletter-already-on-list",
        to=subscriber.address,
        about=subscriber,
        cause=f"newsletter-already-on-list:{enquiry.pk}",
        language=subscriber.language,
    )


def _post_confirmation(enquiry: Enquiry) -> None:
    mail.post(
        "newsletter-confirm",
        to=enquiry.address,
        about=enquiry,
        cause=f"newsletter-confirm:{enquiry.pk}",
        language=enquiry.language,
    )


@transaction.atomic
def confirm(enquiry: Enquiry, occasion: Occasion) -> Subscriber:
    """The button was pressed. A second press changes nothing; see `HasLeft`."""
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry.pk)
    subscriber = enquiry.asker
    if enquiry.confirmed_at:
        if not subscriber.is_on_the_list:
            raise HasLeft
        return subscriber
    enquiry.change(confirmed_at=occasion.at)
    _join(subscriber, enquiry, occasion)
    return subscriber


def _join(subscriber: Subscriber, enquiry: Enquiry, occasion: Occasion) -> None:
    first_time = not subscriber.is_on_the_list
    evidence = occasion.record(
        subscriber,
        ConsentEvent.Kind.CONFIRMED,
        enquiry.interests,
        words=enquiry.consent_text,
        basis=LawfulBasis.CONSENT,
        source_story=story_at(enquiry.source_path),
    )
    subscriber.change(
        confirmed_at=subscriber.confirmed_at or occasion.at, paused_until=None
    )
    settle_area(subscriber, enquiry.interests, enquiry.country, enquiry.postcode)
    begin(subscriber, enquiry.interests, evidence)
    Suppression.lift_own_wish(subscriber.address, occasion.at)
    if first_time:
        mail.post(
            "newsletter-welcome",
            to=subscriber.address,
            about=subscriber,
            cause=f"newsletter-welcome:{enquiry.pk}",
            language=subscriber.language,
        )
