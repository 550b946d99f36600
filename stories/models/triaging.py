"""What is decided about a story from an older site. Any of it can be undone."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Q

if TYPE_CHECKING:
    from ijm.models import StaffMember


UNSETTLED = ("", "thrown_away")


class Settled:
    """A part of the queryset of stories."""

    exclude: Any

    def settled(self) -> Self:
        """Without what waits at the triage desk, or was thrown away there."""
        unsettled = Q(arrival__decision__in=UNSETTLED, published_at=None)
        return self.exclude(unsettled)


class Triaging(models.Model):
    decision: str
    story: Any
    change: Any

    class Meta:
        abstract = True

    def throw_away(self, by: "StaffMember", now: datetime) -> None:
        """Out of everybody's way. Nothing is deleted."""
        self._decide("thrown_away", by, now)

    def keep(self, by: "StaffMember", now: datetime) -> None:
        self._decide("kept", by, now)

    def hand_to(self, writer: "StaffMember", by: "StaffMember", now: datetime) -> None:
        self._decide("handed_on", by, now, writer)

    def call_low_risk(self, by: "StaffMember", now: datetime) -> None:
        """Through `stories.bridging`, which asks first whether it can be."""
        self._decide("low_risk", by, now)

    def put_back(self, by: "StaffMember", now: datetime) -> None:
        """To those nobody has decided on yet."""
        with transaction.atomic():
            self.change(decision="", decided_at=None, decided_by=None, handed_to=None)
            self.story.record("triaged", by, now)

    def _decide(
        self,
        decision: str,
        by: "StaffMember",
        now: datetime,
        to: "StaffMember | None" = None,
    ) -> None:
        with transaction.atomic():
            self.change(decision=decision, decided_at=now, decided_by=by, handed_to=to)
            self.story.record("triaged", by, now, self.get_decision_display())  # type: ignore[attr-defined]
