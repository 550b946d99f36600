"""What a processor says went back of a payment, written down: once, and only forward.

Our own refunds, those made in the processor's pages, and disputes end here: by our own
calls, by notices and by the daily comparison, in any order and at once. Locks are taken
in one order: pledges, payment, refund or dispute, card. A dispute stops every pledge of
its card, so they are all held from the start.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from donations import processors
from donations.collecting.applying import hold_pledge_of
from donations.going_back.disputing import follow_dispute
from donations.models import NotDisputable, NotRefundable, Payment, Pledge, Refund
from donations.processors.answers import GoneBack, Refunded
from ijm import dates

WAITING = (Refund.REQUESTED, Refund.PENDING)


def follow(payment: Payment, now: datetime) -> None:
    """Raises Unanswered; and, with all else written down, NotRefundable or

    NotDisputable, while what we have asked for ourselves leaves it no room.
    """
    gone = processors.named(payment.processor).gone_back(payment)
    no_room: Exception | None = None
    with transaction.atomic():
        hold_pledges_about(payment)
        payment.lock()
        if not payment.is_settled:
            return  # what never came here cannot go back
        for step in _steps(payment, gone, now):
            try:
                with transaction.atomic():
                    step()
            except (NotRefundable, NotDisputable) as crowded:
                no_room = crowded
    if no_room:
        raise no_room


def hold_pledges_about(payment: Payment) -> None:
    """Its own, and all that its card or account pays for."""
    about = Q(instalments__payments=payment.pk)
    if payment.stored_method_id:
        about |= Q(stored_method=payment.stored_method_id)
    keys = Pledge.objects.filter(about).values("pk")
    list(Pledge.objects.filter(pk__in=keys).in_turn())


def _steps(
    payment: Payment, gone: GoneBack, now: datetime
) -> Iterator[Callable[[], None]]:
    """First what we know of: a refund of ours that failed makes room for others."""
    known = {made.number: _ours(payment, made) for made in gone.refunds}
    for made in gone.refunds:
        if refund := known[made.number]:
            yield partial(_apply, refund, made, now)
    for made in gone.refunds:
        if not known[made.number]:
            yield partial(_take_up, payment, made, now)
    for taken in gone.disputes:
        yield partial(follow_dispute, payment, taken, now)


def write_down(refund: Refund, made: Refunded, now: datetime) -> None:
    """R3 of one that we asked for."""
    with transaction.atomic():
        hold_pledge_of(refund.payment)
        refund.payment.lock()
        _apply(refund, made, now)


def _ours(payment: Payment, made: Refunded) -> Refund | None:
    known = payment.refunds.filter(processor_ref=made.number)
    if not known.exists() and made.key:
        known = payment.refunds.filter(idempotency_key=made.key)
    return known.first()


def _apply(refund: Refund, made: Refunded, now: datetime) -> None:
    refund.lock()
    if made.number and refund.processor_ref is None:
        refund.change(processor_ref=made.number)
    if made.state == Refund.SUCCEEDED and refund.is_to_send:
        assert made.day is not None
        refund.pay(made.day, made.number)
    elif made.state == Refund.FAILED and refund.state in ("pending", "succeeded"):
        refund.fail(None, made.code or "failed", dates.today(now))


def _take_up(payment: Payment, made: Refunded, now: datetime) -> None:
    """Made in the processor's own pages. What waited here has been overtaken by it."""
    if made.state == Refund.FAILED:
        return  # it came and went between two looks: the books never knew
    assert made.amount is not None
    payment.refresh_from_db()
    for asked in payment.refunds.filter(state__in=WAITING, asked_at=None):
        if payment.left < made.amount:
            asked.refuse(None, _("It was sent at the processor itself."))
            payment.refresh_from_db()
    if payment.left < made.amount:
        raise NotRefundable(str(payment.pk))
    found = Refund.objects.create(
        payment=payment,
        amount_minor=made.amount.minor,
        state=Refund.PENDING,
        reason=_("sent at the processor itself"),
        processor_ref=made.number,
        asked_at=now,
    )
    _apply(found, made, now)
