"""A few seconds of sending, as the worker does it: take, hand over, note, again.

The caller's thread is the only one that speaks to the database; the road has its own.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from ijm import generation, identity
from newsletter.bouncing import close_dead_addresses
from newsletter.models import Delivery, FrozenIssue, Issue, SendingRules
from newsletter.models.steering import NotNow
from newsletter.sending import claiming, trouble
from newsletter.sending.compiled import Compiled
from newsletter.sending.freezing import problems
from newsletter.sending.message import compile_issue, parcel
from newsletter.sending.outcome import Outcome, What
from newsletter.sending.road import Parcel, Road
from newsletter.sending.roads import bulk
from newsletter.sending.trouble import Breaker

SLICE = 4.0  # seconds in which batches are begun
BATCH = 50  # rows in doubt if this process is killed, twice that at the most
WAIT = 0.05


def send_issues(now: datetime) -> int:
    """The chore: a slice of the issue that has waited longest; how many were noted."""
    claiming.give_up_on_the_lost(now)
    if not identity.is_ours():
        return 0
    issue = Issue.objects.under_way(now).first()
    return send_slice(issue, bulk()) if issue else 0


def send_slice(issue: Issue, road: Road, seconds: float = SLICE) -> int:
    now = timezone.now()
    rules = SendingRules.current()
    prefetch_related_objects([issue], "interests")  # asked for at each batch
    if why := _why_not_now(issue, now):
        road.close()
        _hold(issue, why, now)
        return 1
    slice_ = _Slice(issue, road, rules, compile_issue(issue, issue.frozen))
    try:
        slice_.run(seconds)
    finally:
        road.close()
        slice_.note(0)
    return slice_.noted + slice_.conclude()


def _why_not_now(issue: Issue, now: datetime) -> str:
    """The trial's result, and the gate again if any public page changed meanwhile."""
    if issue.trial_ended_at and not issue.troubles:
        if why := trouble.what_the_trial_showed(issue):
            return why
    frozen = issue.frozen
    moved = generation.current()
    if frozen.generation == moved:
        return ""
    if found := problems(issue, now):
        return str(found[0])
    FrozenIssue.objects.filter(pk=frozen.pk).update(generation=moved)
    frozen.generation = moved
    return ""


def _hold(issue: Issue, why: str, now: datetime) -> None:
    try:
        issue.pause(why, now)
    except NotNow:
        pass  # somebody paused or cancelled it just before


@dataclass
class _Slice:
    issue: Issue
    road: Road
    rules: SendingRules
    made: Compiled
    worker: uuid.UUID = field(default_factory=uuid.uuid4)
    breaker: Breaker = field(default_factory=Breaker)
    noted: int = 0
    taken: int = 0
    is_empty: bool = False
    why_stop: str = ""

    def run(self, seconds: float) -> None:
        begun = monotonic()
        while not self._is_over(begun + seconds):
            room = BATCH - self.road.in_flight()
            if room > BATCH // 2 and (limit := self._allowed(monotonic() - begun)):
                self._take(min(BATCH, limit))
            self.note(WAIT)
        while self.road.in_flight():
            self.note(1.0)

    def note(self, wait: float) -> None:
        """Write down what is known; dead addresses lose their subscriptions."""
        outcomes = list(self._some_outcomes(wait))
        for outcome in outcomes:
            self.breaker.look(outcome)
        now = timezone.now()
        claiming.note(outcomes, self.worker, now)
        dead = [each.delivery for each in outcomes if each.what is What.DEAD_ADDRESS]
        close_dead_addresses(dead, now)
        self.noted += len(outcomes)

    def _some_outcomes(self, wait: float) -> Iterator[Outcome]:
        """Half a batch, or what comes before the road is silent for `wait` seconds."""
        found = 0
        while found < BATCH // 2 and (some := list(self.road.outcomes(wait))):
            found += len(some)
            yield from some
            if not self.road.in_flight():
                return

    def conclude(self) -> int:
        """What the slice means for the issue: go on, wait, stop or be done."""
        now = timezone.now()
        if self.breaker.verdict or self.why_stop:
            _hold(self.issue, self.breaker.verdict or self.why_stop, now)
        elif self.breaker.wants_patience or self._found_nobody():
            self.issue.be_patient(self._trouble(), now)
        elif trouble.trial_left(self.issue, self.rules) == 0:
            trouble.end_trial(self.issue, self.rules, now)
        else:
            self._finish(now)
        return 0

    def _is_over(self, until: float) -> bool:
        stopped = self.breaker.verdict or self.breaker.wants_patience or self.why_stop
        return bool(
            stopped or self.is_empty or self._found_nobody() or monotonic() > until
        )

    def _take(self, limit: int) -> None:
        now = timezone.now()
        self.why_stop = _why_not_now(self.issue, now)
        if self.why_stop:
            return
        claimed, rows = claiming.claim(self.issue, self.worker, limit, now)
        self.taken += rows
        self.is_empty = rows == 0
        self.road.offer(list(self._parcels(claimed, now)))

    def _parcels(
        self, claimed: list[claiming.Claimed], now: datetime
    ) -> Iterator[Parcel]:
        for each in claimed:
            try:
                yield parcel(each, self.issue, self.made, now)
            except ValueError as wrong:
                note = Outcome(each.delivery, What.DEAD_ADDRESS, str(wrong))
                claiming.note([note], self.worker, now)
                close_dead_addresses([each.delivery], now)

    def _allowed(self, elapsed: float) -> int:
        """A bucket of `per_second` mails a second, and the trial's own bound."""
        allowed = int(self.rules.per_second * (elapsed + WAIT)) + 1 - self.taken
        left = trouble.trial_left(self.issue, self.rules)
        if left is not None:
            self.is_empty = left == 0
            allowed = min(allowed, left)
        return max(0, allowed)

    def _found_nobody(self) -> bool:
        return bool(getattr(self.road, "trouble", ""))

    def _trouble(self) -> str:
        words = self.breaker.last_words or getattr(self.road, "trouble", "")
        return _("The mail server asks us to wait, or is not there: %s") % words

    def _finish(self, now: datetime) -> None:
        open_states = [Delivery.State.PENDING, Delivery.State.SENDING]
        if self.issue.deliveries.filter(state__in=open_states).exists():
            if self.issue.troubles and self.noted:
                self.issue.change(troubles=0)
            return
        try:
            self.issue.finish(now)
        except NotNow:
            pass
