"""Planning what happens to a story by itself: that it goes public, that it ends.

Form rules and the second person are judged here, at planning; who fires asks the gate
again. What goes public is pinned: later saves wait for a plan of their own.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from stories.models.planned_change import PlannedChange

if TYPE_CHECKING:
    from ijm.models import StaffMember
    from stories.models.revision import Revision
    from stories.safeguarding import Problem

SOON, LATELY = timedelta(days=1), timedelta(days=7)
PUBLISH, UNPUBLISH = PlannedChange.Kind.PUBLISH, PlannedChange.Kind.UNPUBLISH


class NotPlannable(Exception):
    """What stands in the way of an end, as a sentence for the person who tried."""


class Plans:
    """A part of the queryset of stories."""

    filter: Any

    def planned(self) -> Self:
        """Something will happen to them by itself."""
        return self.filter(Exists(_plans().waiting()))

    def due_soon(self, now: datetime) -> Self:
        return self.filter(Exists(_plans().waiting().filter(due_at__lte=now + SOON)))

    def ended_lately(self, now: datetime) -> Self:
        """Nobody withdrew them: their time was over."""
        return self.filter(withdrawn_at__gt=now - LATELY, withdrawn_by=None)

    def failed(self) -> Self:
        """They were to go public and could not; nobody has settled it yet."""
        return self.filter(Exists(_plans().failed()))


def _plans() -> Any:
    return PlannedChange.objects.filter(story=OuterRef("pk"))


class Planning(models.Model):
    planned_changes: "models.Manager[PlannedChange]"
    latest_revision: Any
    live_edition: Any
    version: int
    lock: Any
    record: Any
    change: Any
    refreeze: Any
    needs_second_person: Any
    found_fit: Any
    weigh: Any

    class Meta:
        abstract = True

    @property
    def is_planned(self) -> bool:
        return bool(self.planned_publication or self.planned_end)

    @property
    def planned_publication(self) -> PlannedChange | None:
        return self._unsettled(PUBLISH, failed=False)

    @property
    def planned_end(self) -> PlannedChange | None:
        return self._unsettled(UNPUBLISH, failed=False)

    @property
    def failed_publication(self) -> PlannedChange | None:
        """One that was due, could not be, and that nobody has settled since."""
        return self._unsettled(PUBLISH, failed=True)

    def _unsettled(self, kind: str, failed: bool) -> PlannedChange | None:
        """From what a list has fetched for all of its rows, where it has."""
        for plan in self.planned_changes.all():
            state = plan.has_failed if failed else plan.is_waiting
            if plan.kind == kind and state:
                return plan
        return None

    def plan_publication(
        self,
        by: "StaffMember",
        due_at: datetime,
        zone: str,
        now: datetime,
        *,
        revision: "Revision | None" = None,
        alone_because: str = "",
        weighed_because: str = "",
        burn_old_address: bool = False,
    ) -> PlannedChange:
        """Pin a revision, the latest unless one is given, to go public at `due_at`.

        In place of an earlier plan. Raises NotPublishable, as publishing would then.
        """
        with transaction.atomic():
            self.lock()
            revision = revision or self.latest_revision
            if weighed_because and revision:
                self.weigh(by, weighed_because, revision, now)
            problems = self._forbids_publication(revision, due_at, now)
            revision = self.found_fit(by, revision, problems, alone_because)
            alone = self.needs_second_person(by, revision)
            self._settle([PUBLISH], by, _("Planned anew."), now)
            plan = self.planned_changes.create(
                kind=PUBLISH,
                revision=revision,
                due_at=due_at,
                zone=zone,
                planned_by=by,
                planned_at=now,
                alone_because=alone_because if alone else "",
                burn_old_address=burn_old_address,
            )
            if revision.number == self.version:
                self.change(submitted_at=None, submitted_by=None)
            self.record("planned", by, now, plan.clocks, revision)
        return plan

    def plan_end(
        self, by: "StaffMember", due_at: datetime, zone: str, now: datetime
    ) -> PlannedChange:
        """Have it leave the public at `due_at`, in place of an earlier such plan.

        Readers are kept out from then on even if no worker is alive to note it.
        """
        with transaction.atomic():
            self.lock()
            self._refuse_end(due_at, now)
            self._settle([UNPUBLISH], by, _("Planned anew."), now)
            plan = self.planned_changes.create(
                kind=UNPUBLISH, due_at=due_at, zone=zone, planned_by=by, planned_at=now
            )
            self.record("end_set", by, now, plan.clocks)
            self.refreeze(now)
        return plan

    def cancel_plans(
        self, by: "StaffMember", why: str, now: datetime, *kinds: str
    ) -> None:
        """Settle what waits or failed, of these kinds or of all."""
        with transaction.atomic():
            self.lock()
            if self._settle(kinds or PlannedChange.Kind.values, by, why, now):
                self.refreeze(now)

    def _settle(
        self, kinds: Any, by: "StaffMember", why: str, now: datetime
    ) -> list[PlannedChange]:
        plans = self.planned_changes.filter(kind__in=kinds).unsettled()  # type: ignore[attr-defined]
        for plan in plans:
            plan.cancel(by, why, now)
        self._forget_fetched()
        return list(plans)

    def _forget_fetched(self) -> None:
        getattr(self, "_prefetched_objects_cache", {}).pop("planned_changes", None)

    def _forbids_publication(
        self, revision: "Revision | None", due_at: datetime, now: datetime
    ) -> "list[Problem]":
        from stories import freezing  # it makes editions of stories
        from stories.safeguarding import Problem

        problems = freezing.problems_of_plan(self, revision, due_at)  # type: ignore[arg-type]
        if due_at <= now:
            past = _("This time is past. Choose a later one, or publish now.")
            problems.append(Problem("past", past))
        return problems

    def _refuse_end(self, due_at: datetime, now: datetime) -> None:
        begin = self.planned_publication
        if due_at <= now:
            raise NotPlannable(
                _("This time is past. Choose a later one, or withdraw it.")
            )
        if begin and due_at <= begin.due_at:
            sentence = _("It would end before it goes public, which is planned for %s.")
            raise NotPlannable(sentence % begin.clocks)
        if begin is None and self.live_edition is None:
            raise NotPlannable(
                _("It is not public, nor is that planned: there is nothing to end.")
            )
