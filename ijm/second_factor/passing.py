"""Who is through: a session opens the desk only after the second step was taken.

The password alone makes half a session. It belongs to a stranger everywhere but at the
second step (`ijm.middleware.second_step`), so a view that forgets to ask gives nothing.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from ijm import idling, limits

if TYPE_CHECKING:
    from ijm.models import StaffMember

TAKEN_AT = "second_step_at"
# Whoever changes how they sign in has just proved that it is them (ASVS 7.5.1).
FRESH = timedelta(minutes=10)
LASTS = idling.LASTS
# Three codes are good at any moment: a day of guessing is right once in 11,000.
GUESSES = ((5, timedelta(minutes=5)), (30, timedelta(days=1)))


def is_needed(person: "StaffMember") -> bool:
    """Of everybody where TWO_FACTOR says so, else of those who have set one up."""
    return settings.TWO_FACTOR or person.second_factor_since is not None


def is_through(session: Any, person: "StaffMember") -> bool:
    """For a day's work; then the second step is asked for again (ASVS 7.3.2)."""
    if idling.is_over(session, timezone.now()):
        return False
    if not is_needed(person):
        return True
    age = timezone.now().timestamp() - session.get(TAKEN_AT, 0)
    return age < LASTS.total_seconds()


def is_fresh(
    session: Any, person: "StaffMember", now: datetime, within: timedelta = FRESH
) -> bool:
    """May they change how they sign in? Whoever has no second factor yet may."""
    if person.second_factor_since is None:
        return True
    return now.timestamp() - session.get(TAKEN_AT, 0) < within.total_seconds()


def let_through(request: HttpRequest, now: datetime) -> None:
    """The session gets another key, and is a whole one."""
    request.session.cycle_key()
    request.session[TAKEN_AT] = now.timestamp()


def may_guess(person: "StaffMember") -> bool:
    """Count one code typed for `person`; False once there were too many."""
    who = str(person.pk)
    counted = [limits.allow(f"code-{n}-{per}", who, n, per) for n, per in GUESSES]
    return all(counted)


def at_the_door(request: HttpRequest) -> "StaffMember | None":
    """Whose password opened this session, whether they are through or not."""
    person: Any = getattr(request, "by_password", request.user)
    may = person.is_authenticated and person.is_active and person.is_staff
    return person if may else None


def is_half(request: HttpRequest) -> bool:
    person = at_the_door(request)
    return person is not None and not is_through(request.session, person)
