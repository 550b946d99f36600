"""More people than ever ask to join: the news, or somebody who abuses the form.

Nobody is turned away. Each is asked to press once more, letters to people who proved
nothing go out at a walking pace, and the keeper is told. It ends by itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count
from django.db.models.functions import TruncHour
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm import limits
from newsletter.models import Enquiry

HOUR = timedelta(hours=1)
# As long as enquiries are kept, less the hour that is judged.
HOURS = 7 * 24 - 1
ALWAYS_FINE = 30
TIMES_THE_USUAL = 10
WALKING_PACE = ("newsletter.rush", 10, timedelta(minutes=1))


@dataclass(frozen=True)
class Rush:
    """What came in the last hour, and what comes in an hour like others."""

    now: int
    usual: int

    @property
    def sentence(self) -> str | Promise:
        return _(
            "%(now)s people asked for the newsletter within an hour, where %(usual)s "
            "are usual. Everybody is asked to press once more, and letters go slowly. "
            "If you were not in the news, somebody may be abusing the form."
        ) % {"now": self.now, "usual": self.usual}


def rush(now: datetime) -> Rush | None:
    """The rush there is, if there is one. Knows of no address."""
    came = Enquiry.objects.asked_since(now - HOUR)[: ALWAYS_FINE + 1].count()
    if came <= ALWAYS_FINE:
        return None
    found = Rush(Enquiry.objects.asked_since(now - HOUR).count(), _usual(now))
    return found if found.now > found.usual * TIMES_THE_USUAL else None


def may_answer_now(now: datetime) -> bool:
    """Counts one answer, and says no where a rush has used up this minute's."""
    if rush(now) is None:
        return True
    scope, times, per = WALKING_PACE
    return limits.allow(scope, "everybody", times, per)


def tell_of_rush(now: datetime) -> str | Promise | None:
    found = rush(now)
    return found.sentence if found else None


def _usual(now: datetime) -> int:
    """Of an hour of the week before; an hour in which nobody came counts, too."""
    week = Enquiry.objects.asked_since(now - HOURS * HOUR).filter(
        asked_at__lt=now - HOUR
    )
    hours = week.annotate(hour=TruncHour("asked_at")).values("hour").order_by("hour")
    counts = list(hours.annotate(came=Count("pk")).values_list("came", flat=True))
    return int(median(counts + [0] * max(0, HOURS - len(counts))))
