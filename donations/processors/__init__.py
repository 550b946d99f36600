"""The processors of this house, by the name that a pledge or payment carries."""

from django.conf import settings

from donations.processors.base import Beginning, NotOffered, Processor
from donations.processors.offline import Offline
from donations.processors.pretend import Pretend

_ALL: dict[str, Processor] = {"offline": Offline()}
if not settings.PRODUCTION:
    _ALL["pretend"] = Pretend()


def named(name: str) -> Processor:
    return _ALL[name]


__all__ = ["Beginning", "NotOffered", "Processor", "named"]
