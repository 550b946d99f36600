"""A gift paid on a processor's page: from the press of the button to the books.

P1  what was typed is written down, under its form's key            committed
    so that the review is a page to come back to; it is pressed, or forgotten
P2  the processor makes the page; of two presses the second waits for it
P3  its number and address are written down                         committed
    only now does anybody know the way there; the giver pays, or leaves
P4  what became of it: donor, gift, agreement, books, together      committed

The way back, notices and a chore all end in `take_up`, in any order and at once.
Whatever ends us between two of these, no donor and no gift stands here that was not
paid, and what was paid is found again by the number of P3.
"""

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from donations import giving, processors
from donations.collecting import nameless
from donations.collecting.adopting import keep
from donations.collecting.applying import apply
from donations.collecting.gift_letters import welcome
from donations.collecting.taking import write_down
from donations.intention import Intention
from donations.models import Checkout, Instalment, Payment, Pledge
from donations.models.checkout import KEPT, LOOK_AFTER, PAGE_LASTS
from donations.processors.base import CheckedOut, GivenMethod, NotOffered, Unanswered
from ijm.identity import is_ours

log = logging.getLogger(__name__)

AT_ONCE = 50


class OpenedBefore(Exception):
    """By this form, with other answers or long ago; nothing was paid on that page."""


def remember(
    intention: Intention, now: datetime, network: bytes = b""
) -> Checkout | None:
    """P1, for the review; None where this form has led to a page already.

    What is typed anew in the same form takes the place of what was.
    """
    typed = _typed(intention, now, network)
    checkout = Checkout.objects.begin(key=intention.key, **typed)
    unpressed = Checkout.objects.open().filter(processor_ref=None).exclude(typed={})
    if not unpressed.filter(pk=checkout.pk).update(**typed):
        return None
    return checkout


def begin(intention: Intention, now: datetime, network: bytes = b"") -> Checkout:
    """P1 to P3. The same form leads to the same page, however often it is sent.

    What was pressed counts. Raises OpenedBefore; Unanswered and NotOffered where there
    is no page to be had.
    """
    typed = _typed(intention, now, network)
    checkout = Checkout.objects.begin(key=intention.key, **typed)
    with transaction.atomic():
        checkout.lock()  # of two presses at once the second finds the page made
        if checkout.is_over or checkout.is_of_the_erased:
            raise OpenedBefore(str(checkout.pk))
        if not checkout.processor_ref:
            checkout.change(**typed)
            _open(checkout, now)
        same = bytes(checkout.body_digest) == intention.digest
        if not same or not checkout.lasts(now):
            raise OpenedBefore(str(checkout.pk))
    return checkout


def _typed(intention: Intention, now: datetime, network: bytes) -> dict[str, Any]:
    return {
        "body_digest": intention.digest,
        "typed": intention.columns,
        "network": network,
        "processor": intention.by,
        "created_at": now,
        "expires_at": now + PAGE_LASTS,
        "look_again_at": now + PAGE_LASTS,
    }


def _open(checkout: Checkout, now: datetime) -> None:
    """P2 and P3."""
    back = settings.SITE_URL + checkout.get_absolute_url()
    made = processors.named(checkout.processor).open_checkout(checkout, back)
    checkout.change(
        processor_ref=made.number, url=made.url, look_again_at=now + LOOK_AFTER
    )


def take_up(checkout: Checkout, now: datetime) -> Checkout:
    """P4, once. Without an answer of the processor it raises Unanswered.

    A page that the processor does not know is no answer, until nobody waits for it.
    """
    if checkout.is_over or not checkout.processor_ref:
        return checkout
    seen = processors.named(checkout.processor).checked_out(checkout)
    if seen.is_unknown and now < checkout.expires_at + KEPT:
        raise Unanswered("unknown page")
    with transaction.atomic():
        checkout.lock()
        if checkout.is_over:
            return checkout
        if seen.outcome and checkout.is_of_the_erased:
            nameless.write(checkout, seen, now)
        elif seen.outcome:
            _write(checkout, seen, now)
        elif seen.is_over or seen.is_unknown:
            checkout.end(now)
    return checkout


def look_after(now: datetime) -> int:
    """The chore: those whose giver did not come back, and whose notice was lost."""
    if not is_ours():
        return 0
    waiting = list(Checkout.objects.to_look_at(now)[:AT_ONCE])
    ended = sum(_looked_at(checkout, now) for checkout in waiting)
    Checkout.objects.forgettable(now).delete()
    return ended


def _looked_at(checkout: Checkout, now: datetime) -> bool:
    checkout.change(look_again_at=now + LOOK_AFTER)
    if not checkout.processor_ref and now >= checkout.expires_at:
        checkout.end(now)  # nobody was ever told the way to its page
    try:
        return take_up(checkout, now).is_over
    except (Unanswered, NotOffered) as silence:
        log.warning("Checkout %s: no answer (%s).", checkout.pk, type(silence).__name__)
    except Exception as broken:  # noqa: BLE001 - the others must go on
        log.error("Checkout %s: %s.", checkout.pk, type(broken).__name__)
    return False


def _write(checkout: Checkout, seen: CheckedOut, now: datetime) -> None:
    """As of the moment it was agreed to, which may be days ago."""
    assert seen.outcome is not None
    key, agreed_at = f"checkout:{checkout.pk}", checkout.created_at
    gift = checkout.gift
    agreement = giving.write(gift, agreed_at, key, bytes(checkout.network))
    payment = agreement.payment
    if agreement.pledge:
        payment = _first_of(agreement.pledge, seen.method, now)
    assert payment is not None
    payment.change(
        processor_ref=seen.outcome.processor_ref,
        state=Payment.SUBMITTED,
        method=seen.outcome.method,
        asked_at=now,
    )
    checkout.end(now, agreement)
    apply(payment, seen.outcome, now)
    if agreement.pledge:
        welcome(agreement)


def _first_of(pledge: Pledge, given: GivenMethod | None, now: datetime) -> Payment:
    """Its first instalment, which this page has paid; later ones are collected."""
    method = keep(pledge.processor, given, pledge, now)[0] if given else None
    # Without one, nothing more is taken until the donor gives another.
    state = Pledge.ACTIVE if method else Pledge.PENDING
    pledge.change(stored_method=method, state=state)
    first = pledge.instalments.get(seq=1)
    first.change(state=Instalment.COLLECTING, next_attempt_on=None)
    return write_down(first, pledge, now)
