"""What happens to stories by itself: who does it, who is told, and when it is late."""

from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm.contributions import Chore, LateCheck, chores, late_checks, letters
from stories.firing import fire_planned_changes
from stories.models import PlannedChange
from stories.telling import PLAN_LETTERS

LATE = timedelta(minutes=2)


def contribute() -> None:
    for letter in PLAN_LETTERS:
        letters.add(letter)
    chores.add(
        Chore(
            "fire-planned-changes",
            "safety",
            5,
            fire_planned_changes,
            _("Stories: what was planned for now"),
        )
    )
    late_checks.add(LateCheck("planned changes", not_fired))


def not_fired(now: datetime) -> Promise | None:
    """Anybody may read this sentence, so it names no story."""
    if PlannedChange.objects.due(now - LATE).exists():
        return _("A story was to go public, or to end, and that has not been done.")
    return None
