"""The processors of this house, by the name that a pledge or payment carries."""

from django.conf import settings

from donations.processors.base import Beginning, NotOffered, Processor
from donations.processors.cards import Cards
from donations.processors.from_stripe import counts_alike
from donations.processors.offline import Offline
from donations.processors.pretend import Pretend

_ALL: dict[str, Processor] = {"offline": Offline(), "stripe": Cards()}
if not settings.PRODUCTION:
    _ALL["pretend"] = Pretend()


def named(name: str) -> Processor:
    return _ALL[name]


def takes_cards(currency: str = "") -> bool:
    """Without keys the site offers bank transfer alone; so for odd currencies."""
    has_keys = bool(settings.STRIPE_SECRET_KEY and settings.STRIPE_WEBHOOK_SECRET)
    return has_keys and (not currency or counts_alike(currency))


__all__ = ["Beginning", "NotOffered", "Processor", "named", "takes_cards"]
