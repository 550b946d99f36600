"""How far an issue under way has come: counts, rate, and time left."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsletter.models import Delivery, Issue

LATELY = timedelta(minutes=1)
State = Delivery.State
# In the order in which people ask; what each word means to them.
MEANINGS: dict[str, Promise] = {
    State.SENT: _("The reader’s mail server took it."),
    State.PENDING: _("Its turn comes."),
    State.SENDING: _("A server is being asked this moment."),
    State.FAILED: _("Their server will not have it. Nobody tries again."),
    State.SKIPPED: _("They left, or were suppressed, after the audience was fixed."),
    State.CANCELLED: _("You cancelled before their turn."),
    State.UNKNOWN: _(
        "The line broke after the last byte: they may have it or not. It is not "
        "repeated by itself, so that nobody gets it twice."
    ),
}
# What each mail of an issue can have come to in the end, by the names of its states.
OUTCOMES = {
    state: dict(State.choices)[state]
    for state in MEANINGS
    if state not in (State.PENDING, State.SENDING)
}


@dataclass(frozen=True)
class Row:
    """One outcome, how often it came, and what it means."""

    label: str
    count: int
    meaning: str | Promise


@dataclass(frozen=True)
class Progress:
    """Counts by state; `per_minute` over the last minute."""

    audience: int
    counts: dict[str, int]
    per_minute: int

    @property
    def open(self) -> int:
        return self.counts.get("pending", 0) + self.counts.get("sending", 0)

    @property
    def done(self) -> int:
        return self.audience - self.open

    @property
    def minutes_left(self) -> int | None:
        """Rounded up; None where nothing moved in the last minute."""
        return -(-self.open // self.per_minute) if self.per_minute else None

    @property
    def rows(self) -> list[Row]:
        labels = dict(State.choices)
        return [
            Row(str(labels[state]), self.counts[state], meaning)
            for state, meaning in MEANINGS.items()
            if self.counts.get(state)
        ]


def progress(issue: Issue, now: datetime) -> Progress:
    """By two queries over the issue's own rows."""
    counted = issue.deliveries.order_by().values_list("state").annotate(n=Count("pk"))
    lately = issue.deliveries.filter(sent_at__gt=now - LATELY).count()
    return Progress(issue.audience_count or 0, dict(counted), lately)


def outcomes_in_words(issue: Issue) -> str:
    """“1,203 accepted, 4 refused”, as it was counted last."""
    labels = dict(State.choices)
    counted = issue.outcomes
    parts = [
        f"{number_format(counted[state], force_grouping=True)} {labels[state]}"
        for state in MEANINGS
        if counted.get(state)
    ]
    return ", ".join(parts) or "–"
