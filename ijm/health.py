"""Is the house well? For load balancers, for the desk, for the person who keeps it."""

from datetime import datetime

from ijm.contributions import Words


def late_things(now: datetime) -> list[Words]:
    return []
