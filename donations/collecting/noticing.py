"""Notices of processors: keep each once, then look up what they are about.

They come twice, late, in any order, and before we know of their thing. What they say
is not believed; a look-up under the payment's lock decides.
"""

import logging
from datetime import datetime, timedelta

from donations import processors
from donations.collecting.adopting import adopt
from donations.collecting.applying import apply
from donations.collecting.braking import count_decline
from donations.collecting.checking_out import take_up
from donations.collecting.keeping_up import keep_up
from donations.going_back.following import follow
from donations.models import (
    Checkout,
    NotDisputable,
    NotRefundable,
    Payment,
    ProcessorNotice,
)
from donations.processors.base import Notice, NotOffered, Unanswered

log = logging.getLogger(__name__)

APPLIED, BESIDE = ProcessorNotice.APPLIED, ProcessorNotice.BESIDE
AT_ONCE = 50
PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=2)
LOOKED_FOR = timedelta(days=1)
OF_PAGES = "checkout.session."
GIVEN = "checkout.session.completed"
DECLINED = "payment_intent.payment_failed"
OF_PAYMENTS = ("payment_intent.", "charge.", "refund.", "pretend")
OF_METHODS = ("payment_method.", "mandate.")
GOES_BACK = ("charge.refund", "charge.dispute.", "refund.")


def keep(processor: str, notice: Notice, now: datetime) -> None:
    """Stored before it is answered; a second copy of it is no second row."""
    row = ProcessorNotice(
        processor=processor,
        number=notice.number,
        kind=notice.kind[:80],
        about=notice.about[:120],
        received_at=now,
        look_again_at=now,
    )
    ProcessorNotice.objects.bulk_create([row], ignore_conflicts=True)


def apply_notices(now: datetime) -> int:
    """The chore: how many are done."""
    waiting = ProcessorNotice.objects.waiting(now).order_by("received_at", "pk")
    return sum(_safely(notice, now) for notice in waiting[:AT_ONCE])


def apply_notice(notice: ProcessorNotice, now: datetime) -> bool:
    """Two at once do the same thing, and the second changes nothing."""
    if notice.kind.startswith(OF_PAGES):
        return _of_a_page(notice, now)
    if notice.kind.startswith(OF_METHODS):
        return _keep_up(notice, now)
    if not notice.kind.startswith(OF_PAYMENTS):
        return _done(notice, BESIDE, now)
    payment = Payment.objects.filter(
        processor=notice.processor, processor_ref=notice.about
    ).first()
    if payment is None:
        return _of_a_try(notice, now)
    try:
        apply(payment, processors.named(notice.processor).look_up(payment), now)
        if notice.kind.startswith(GOES_BACK):
            follow(payment, now)
    except (Unanswered, NotOffered, NotRefundable, NotDisputable):
        return _later(notice, now)
    return _done(notice, APPLIED, now)


def _safely(notice: ProcessorNotice, now: datetime) -> bool:
    """One that breaks stops none of the others; after a day, people look."""
    try:
        return apply_notice(notice, now)
    except Exception as broken:  # noqa: BLE001 - the others must go on
        log.error("Notice %s: %s.", notice.pk, type(broken).__name__)
        return _later(notice, now)


def _of_a_page(notice: ProcessorNotice, now: datetime) -> bool:
    """One on which a gift is paid, or a card given for a pledge, or another kind."""
    pages = Checkout.objects.filter(processor=notice.processor)
    checkout = pages.filter(processor_ref=notice.about).first()
    try:
        if checkout:
            return _done(notice, _result_of(take_up(checkout, now)), now)
        given = notice.kind == GIVEN and adopt(notice.processor, notice.about, now)
    except (Unanswered, NotOffered):
        return _later(notice, now)
    return _done(notice, APPLIED if given else BESIDE, now)


def _keep_up(notice: ProcessorNotice, now: datetime) -> bool:
    """A card or account was replaced, detached or revoked; perhaps one of ours."""
    try:
        ours = keep_up(notice.processor, notice.about, now)
    except (Unanswered, NotOffered):
        return _later(notice, now)
    return _done(notice, APPLIED if ours else BESIDE, now)


def _of_a_try(notice: ProcessorNotice, now: datetime) -> bool:
    """Of a payment that is not ours yet: begun on a page, which ends before it is."""
    try:
        key = processors.named(notice.processor).checkout_of(notice.about)
        checkout = Checkout.objects.filter(pk=key).first() if key else None
        if checkout is None:
            return _later(notice, now)
        take_up(checkout, now)
    except (Unanswered, NotOffered):
        return _later(notice, now)
    if notice.kind == DECLINED and not checkout.is_paid:
        count_decline(checkout, now)
    return _done(notice, _result_of(checkout), now)


def _result_of(checkout: Checkout) -> str:
    return APPLIED if checkout.is_paid or checkout.is_nameless else BESIDE


def replay(notice: ProcessorNotice, now: datetime) -> None:
    """As if it had come just now."""
    notice.change(
        applied_at=None, result="", tries=0, received_at=now, look_again_at=now
    )


def _done(notice: ProcessorNotice, result: str, now: datetime) -> bool:
    notice.change(applied_at=now, result=result, tries=notice.tries + 1)
    return True


def _later(notice: ProcessorNotice, now: datetime) -> bool:
    """Nobody's yet: its payment may be a moment behind. After a day, people look."""
    if now - notice.received_at > LOOKED_FOR:
        return _done(notice, ProcessorNotice.UNKNOWN, now)
    pause = min(PAUSE * 2**notice.tries, LONGEST_PAUSE)
    notice.change(tries=notice.tries + 1, look_again_at=now + pause)
    return False
