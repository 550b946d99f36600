"""When to stop by ourselves: a server that refuses us, a list that is bad."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from newsletter.models import Delivery, Issue, SendingRules
from newsletter.sending.outcome import Outcome, What

# Of the first mails: more dead addresses than this, and the list itself is in doubt.
MOST_DEAD = 0.02
# Of all: more messages refused than this, and receivers do not want this one.
MOST_REFUSED = 0.01
FEWEST = 100
SMALL = 5  # an audience below so many trials needs none


@dataclass
class Breaker:
    """Counts a slice's outcomes; `verdict` says why a person must look."""

    counted: dict[What, int] = field(default_factory=dict)
    last_words: str = ""

    def look(self, outcome: Outcome) -> None:
        self.counted[outcome.what] = self.counted.get(outcome.what, 0) + 1
        if outcome.what is What.OUR_FAULT:
            self.last_words = outcome.note

    @property
    def wants_patience(self) -> bool:
        """The server asked for a pause, or is not there; nobody needs to be woken."""
        return self.counted.get(What.OUR_FAULT, 0) > 0 and self.last_words[:1] == "4"

    @property
    def verdict(self) -> str:
        if self.counted.get(What.OUR_FAULT, 0) and not self.wants_patience:
            return _("The mail server does not take mail from us: %s") % self.last_words
        refused, seen = self.counted.get(What.REFUSED, 0), sum(self.counted.values())
        if seen >= FEWEST and refused > seen * MOST_REFUSED:
            return _("More than one of a hundred mails was refused as it is.")
        return ""


def trial_left(issue: Issue, rules: SendingRules) -> int | None:
    """How many of the first mails may still go; None where the trial is over."""
    size = rules.trial_size
    if issue.trial_ended_at or not size or (issue.audience_count or 0) < size * SMALL:
        return None
    waiting = Delivery.State.PENDING
    return max(0, size - issue.deliveries.exclude(state=waiting).count())


def end_trial(issue: Issue, rules: SendingRules, now: datetime) -> None:
    """All of the first mails went: now the rest waits for what comes back."""
    issue.change(
        trial_ended_at=now, quiet_until=now + timedelta(minutes=rules.trial_minutes)
    )


def what_the_trial_showed(issue: Issue) -> str:
    """Why the rest must not go, or nothing. Asked when the wait is over."""
    tried = issue.deliveries.exclude(state=Delivery.State.PENDING)
    seen, dead = tried.count(), tried.filter(state=Delivery.State.FAILED).count()
    if seen and dead > max(1, seen * MOST_DEAD):
        return _("Of the first %(seen)s mails %(dead)s came back.") % {
            "seen": seen,
            "dead": dead,
        }
    return ""
