"""The way to Stripe's door: with which key, and in which words its answers are told."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from donations.models import Payment
from donations.processors.base import NotOffered, Outcome, Unanswered
from donations.processors.from_stripe import Intent, NoAnswer
from ijm import dates
from ijm.money import Money

if TYPE_CHECKING:
    from donations.processors.stripe import Client

SWITCHED_OFF = _("Card payments are not set up here.")

STATES = {
    "requires_confirmation": Payment.SUBMITTED,
    "requires_action": Payment.REQUIRES_ACTION,
    "processing": Payment.PROCESSING,
    "succeeded": Payment.SUCCEEDED,
    "canceled": Payment.ABANDONED,
}
ASKS_DONOR = "authentication_required"


@contextmanager
def unanswered() -> Iterator[None]:
    """Stripe's silence, in the words of the contract."""
    try:
        yield
    except NoAnswer as silence:
        raise Unanswered(str(silence)) from None


def outcome(intent: Intent) -> Outcome:
    state = STATES.get(intent.status, "unknown")
    if intent.status == "requires_payment_method":
        asks = intent.code == ASKS_DONOR
        state = Payment.REQUIRES_ACTION if asks else Payment.FAILED
    came = state == Payment.SUCCEEDED and intent.settled_at
    return Outcome(
        state,
        intent.number,
        received_on=dates.today(intent.settled_at) if came else None,
        code=intent.code,
        amount=Money(intent.minor, intent.currency) if came else None,
        fee=Money(intent.fee_minor, intent.fee_currency)
        if came and intent.fee_minor
        else None,
        method="card" if intent.method_kind in ("", "card", "link") else "debit",
    )


def is_live() -> bool:
    return "_live_" in settings.STRIPE_SECRET_KEY


def client() -> "Client":
    if not settings.STRIPE_SECRET_KEY:
        raise NotOffered(SWITCHED_OFF)
    return _client_with(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE)


@cache
def _client_with(key: str, base: str) -> "Client":
    from donations.processors.stripe import Client  # takes half a second

    return Client(key, base)
