"""The house's own chores: mail on its way, and what may be forgotten."""

from datetime import datetime, timedelta

from ijm.contributions import Chore, chores
from ijm.models.limit import Limit
from ijm.models.link import Link

KEEP_DEAD_LINKS = timedelta(days=30)


def forget_dead_links(now: datetime) -> int:
    """Links that expired a month ago; until then they can still say "expired"."""
    return Link.objects.filter(expires_at__lt=now - KEEP_DEAD_LINKS).delete()[0]


def forget_old_limits(now: datetime) -> int:
    return Limit.objects.filter(until__lt=now).delete()[0]


def contribute() -> None:
    chores.add(Chore("forget-dead-links", "bulk", 3600, forget_dead_links))
    chores.add(Chore("forget-old-limits", "bulk", 3600, forget_old_limits))
