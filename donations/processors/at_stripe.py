"""The way to Stripe's door: with which key, and in which words its silence is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from donations.processors.base import NotOffered, Unanswered
from donations.processors.from_stripe import NoAnswer

if TYPE_CHECKING:
    from donations.processors.stripe import Client

SWITCHED_OFF = _("Card payments are not set up here.")


@contextmanager
def unanswered() -> Iterator[None]:
    """Stripe's silence, in the words of the contract."""
    try:
        yield
    except NoAnswer as silence:
        raise Unanswered(str(silence)) from None


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
