"""What people and the worker do with an issue under way. Each is one transaction."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from ijm import generation

if TYPE_CHECKING:
    from ijm.models import StaffMember
    from newsletter.models.delivery import Delivery
    from newsletter.models.issue_event import IssueEvent

# Steps of a server that asks for patience; after the last a person is needed.
PATIENCE = [timedelta(minutes=each) for each in (1, 2, 5, 10, 20, 30)]


class NotNow(Exception):
    """The issue is in another state by now: look again."""


class SamePerson(Exception):
    """Whoever scheduled it cannot be the second person."""


class Steering(models.Model):
    deliveries: "models.Manager[Delivery]"
    events: "models.Manager[IssueEvent]"
    pk: Any
    state: str
    frozen_at: datetime | None
    pause_reason: str
    troubles: int

    class Meta:
        abstract = True

    def schedule(self, by: "StaffMember", send_at: datetime, now: datetime) -> None:
        """`send_at` is a moment; its zone is in `time_zone`. Words freeze before."""
        with self._moving("draft"):
            self._become("scheduled", send_at=send_at)
            self.note("scheduled", now, by)

    def unschedule(self, by: "StaffMember", now: datetime) -> None:
        with self._moving("scheduled"):
            self._become("draft", send_at=None, approved_at=None, approved_by=None)
            self.note("unscheduled", now, by)

    def approve(self, by: "StaffMember", now: datetime) -> None:
        """A second person has read it. Raises SamePerson."""
        with self._moving("scheduled"):
            scheduled = self.events.filter(kind__in=("scheduled", "resumed")).first()
            if scheduled and scheduled.by == by:
                raise SamePerson
            self._become("scheduled", approved_at=now, approved_by=by)
            self.note("approved", now, by)

    def begin(self, now: datetime, audience: int) -> None:
        """The audience is fixed; batches may go."""
        with self._moving("scheduled", "paused"):
            self._become(
                "sending",
                frozen_at=now,
                begun_at=now,
                audience_count=audience,
                pause_reason="",
            )
            self.note("begun", now)

    def pause(self, why: str, now: datetime, by: "StaffMember | None" = None) -> None:
        """No further batch. `by` is None where the worker stops by itself."""
        with self._moving("scheduled", "sending"):
            self._become("paused", pause_reason=why[:240])
            self.note("paused", now, by, why)

    def resume(self, by: "StaffMember", now: datetime) -> None:
        """Go on; one that was held before it began starts anew with all its checks."""
        with self._moving("paused"):
            state = "sending" if self.frozen_at else "scheduled"
            late = {} if self.frozen_at else {"send_at": now}
            self._become(state, pause_reason="", quiet_until=None, troubles=0, **late)
            self.note("resumed", now, by)

    def cancel(self, by: "StaffMember", why: str, now: datetime) -> None:
        """Whoever has not got it will not. What a server may have stays as it is."""
        with self._moving("scheduled", "sending", "paused"):
            self._become("cancelled", cancelled_at=now, pause_reason="")
            self.deliveries.filter(state="pending").update(state="cancelled")
            self.note("cancelled", now, by, why)

    def finish(self, now: datetime) -> None:
        """Everybody is accounted for; the database checks the sum."""
        with self._moving("sending"):
            self._become("sent", sent_at=now)
            self.note("sent", now)
            generation.bump()  # its page joins the archive

    def send_again(self, by: "StaffMember", now: datetime) -> int:
        """Those of whom nothing is known get it, some of them a second time."""
        with self._moving("sending", "paused", "sent"):
            lost = self.deliveries.filter(state="unknown")
            count = lost.update(state="pending", attempts=0, code="")
            if count and self.state == "sent":
                self._become("sending", sent_at=None)
            self.note("resent", now, by, str(count))
        return count

    def be_patient(self, why: str, now: datetime) -> None:
        """The server wants a pause: a longer one each time, in the end a person's."""
        if self.troubles >= len(PATIENCE):
            return self.pause(why, now)
        self._become(
            self.state,
            quiet_until=now + PATIENCE[self.troubles],
            troubles=self.troubles + 1,
        )

    def note(
        self,
        kind: str,
        at: datetime,
        by: "StaffMember | None" = None,
        why: str = "",
    ) -> None:
        self.events.create(kind=kind, at=at, by=by, why=why[:400])

    def _moving(self, *allowed: str) -> Any:
        return _Moving(self, allowed)

    def _become(self, state: str, **columns: Any) -> None:
        self.change(state=state, **columns)  # type: ignore[attr-defined]


class _Moving:
    """A transaction that holds the row, entered only from the `allowed` states."""

    def __init__(self, issue: Steering, allowed: tuple[str, ...]) -> None:
        self.issue, self.allowed, self.atomic = issue, allowed, transaction.atomic()

    def __enter__(self) -> None:
        self.atomic.__enter__()
        held = type(self.issue)._default_manager.select_for_update()
        held.get(pk=self.issue.pk)
        self.issue.refresh_from_db()  # type: ignore[attr-defined]
        if self.issue.state not in self.allowed:
            self.atomic.__exit__(None, None, None)
            raise NotNow(self.issue.state)

    def __exit__(self, *raised: Any) -> None:
        self.atomic.__exit__(*raised)
