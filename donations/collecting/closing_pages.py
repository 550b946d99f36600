"""Open pages to pay on that nobody may pay on any more are closed at their processor.

So it is while cards rest, since whoever tries stolen ones goes on trying on a page that
is open; and for givers who were erased meanwhile. What was paid before is taken up.
"""

import logging
from datetime import datetime

from donations import processors
from donations.collecting.checking_out import take_up
from donations.models import CardSwitch, Checkout
from donations.models.checkout import CheckoutQuerySet
from donations.processors.base import NotOffered, Unanswered
from ijm.identity import is_ours

log = logging.getLogger(__name__)

AT_ONCE = 50


def close_pages(now: datetime) -> int:
    """The chore: how many are over."""
    if not is_ours():
        return 0
    return sum(_safely(checkout, now) for checkout in unwanted(now)[:AT_ONCE])


def unwanted(now: datetime) -> CheckoutQuerySet:
    """Those first that nobody has looked at for longest: one that fails stops none."""
    pages = Checkout.objects.open().exclude(processor_ref=None)
    if CardSwitch.current().mode(now) != CardSwitch.OFF:
        pages = pages.of_the_erased()
    return pages.order_by("look_again_at")


def _safely(checkout: Checkout, now: datetime) -> bool:
    checkout.change(look_again_at=now)
    try:
        processors.named(checkout.processor).close_checkout(checkout)
        return take_up(checkout, now).is_over
    except (Unanswered, NotOffered) as silence:
        log.warning(
            "Checkout %s: not closed (%s).", checkout.pk, type(silence).__name__
        )
    except Exception as broken:  # noqa: BLE001 - the others must go on
        log.error("Checkout %s: %s.", checkout.pk, type(broken).__name__)
    return False
