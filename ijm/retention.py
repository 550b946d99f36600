"""How long the house keeps what tells of people, and which chore ends it.

Apps contribute their parts, each with the very constant that its chore goes by;
docs/keeping-data.md is the table for people.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from ijm.contributions import Registry


@dataclass(frozen=True)
class Period:
    """`after` is counted from what the table says: an end, a farewell, an expiry."""

    name: str
    after: timedelta
    chore: str


periods: Registry[Period] = Registry()
AT_ONCE = timedelta(0)


def keep(chore: str, **spans: timedelta) -> None:
    """One period for each name, all ended by that chore."""
    for name, after in spans.items():
        periods.add(Period(name.replace("_", "-"), after, chore))


def forget_sessions(now: datetime) -> int:
    """Who sat at the desk or in the portal, once their session opens nothing more."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]
