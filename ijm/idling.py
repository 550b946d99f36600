"""A session at the desk that nobody uses ends; so does one that is used, after a day.

ASVS 7.3.1 and 7.3.2. What a page does by itself (it says that it is open still, it asks
how far something is) is no use of it; keeping what is typed is one.
"""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

BEGAN_AT, USED_AT = "began_at", "used_at"
IDLE = timedelta(minutes=30)
LASTS = timedelta(hours=12)
# One write in so long is enough to know it, however many pages are opened.
NOTED_EACH = timedelta(minutes=1)


def begin(request: HttpRequest, **_more: Any) -> None:
    """Somebody gave their password."""
    now = timezone.now().timestamp()
    request.session[BEGAN_AT] = request.session[USED_AT] = now


def is_over(session: Any, now: datetime) -> bool:
    """One from before there was this rule begins when it is used next."""
    at = now.timestamp()
    unused, age = at - session.get(USED_AT, at), at - session.get(BEGAN_AT, at)
    return unused >= IDLE.total_seconds() or age >= LASTS.total_seconds()


def by_itself(request: HttpRequest) -> None:
    """A view says of what it answers that no person asked for it."""
    request.asked_by_itself = True  # type: ignore[attr-defined]


def note(request: HttpRequest, now: datetime) -> None:
    """That a person used it, where that is not known yet."""
    at = now.timestamp()
    request.session.setdefault(BEGAN_AT, at)
    if getattr(request, "asked_by_itself", False):
        return
    if at - request.session.get(USED_AT, 0) >= NOTED_EACH.total_seconds():
        request.session[USED_AT] = at
