"""Changing what a pledge promises from now on. What is past, or with a bank, stays."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from donations.schedule import NOTICE_DAYS
from ijm.models import StaffMember
from ijm.money import CurrencyMismatch, Money

if TYPE_CHECKING:
    from donations.models.pledge import Pledge
    from donations.models.terms import PledgeTerms


class Amending:
    def change_amount(
        self: "Pledge",
        amount: Money,
        now: datetime,
        by: StaffMember | None = None,
        reason: str = "",
    ) -> None:
        """New terms; instalments that nobody has tried yet follow.

        Less holds from today. More that we take ourselves waits for its notice.
        """
        if amount.currency != self.currency:
            raise CurrencyMismatch(f"{amount.currency} and {self.currency}")
        today = self.local_day(now)
        with transaction.atomic():
            self.hold()
            self.agree(amount, self.holds_from(amount, today), str(by or ""))
            self.fit_instalments(today)
            self.note("amount", now, by, reason, str(amount))

    def change_day(
        self: "Pledge",
        day: int,
        now: datetime,
        by: StaffMember | None = None,
        reason: str = "",
    ) -> None:
        """Another day of the month. A date already gone by in a period is not moved to.

        So each period keeps exactly one gift: the 28th stays for this month when the
        5th, chosen on the 10th, has passed; or is so near that what we take ourselves
        could not be announced a week before.
        """
        today = self.local_day(now)
        soonest = self._noticed_from(today)
        with transaction.atomic():
            self.hold()
            self.change(anchor_day=day)
            for row in self.instalments.changeable(today):
                moved = self.schedule.due_on(row.seq)
                if moved >= soonest:
                    tried_on = moved if row.next_attempt_on else None
                    row.change(due_on=moved, next_attempt_on=tried_on)
            self.fit_instalments(today)
            self.note("day", now, by, reason, str(day))

    @property
    def is_collected(self: "Pledge") -> bool:
        """We take its gifts; the donor does not send them."""
        return self.processor != "offline"

    def holds_from(self: "Pledge", amount: Money, today: date) -> date:
        """The first day of a new amount.

        A raise already announced for a nearer day is not put off by a smaller one.
        """
        agreed, noticed = self.amount_on(today), self._noticed_from(today)
        if agreed is None or amount <= agreed:
            return today
        coming = self.terms.filter(
            effective__startswith__gt=today,
            effective__startswith__lt=noticed,
            amount_minor__gte=amount.minor,
        ).first()
        return coming.effective.lower if coming else noticed

    def fit_instalments(self: "Pledge", today: date) -> None:
        """Make untouched instalments say what terms and pauses say now."""
        for row in self.instalments.changeable(today):
            terms = self.terms_on(row.due_on) or row
            paused = self.is_paused(row.due_on)
            row.change(
                amount_minor=terms.amount_minor,
                costs_minor=terms.costs_minor,
                state=row.SKIPPED if paused else row.SCHEDULED,
                next_attempt_on=self._attempt_on(row.due_on, paused),
            )

    def take_after_notice(self: "Pledge", today: date) -> None:
        """For the first time: no sooner than a week after the letter of today."""
        noticed = self._noticed_from(today)
        soon = self.instalments.open().filter(next_attempt_on__lt=noticed)
        soon.update(next_attempt_on=noticed)

    def upcoming(self: "Pledge", today: date, count: int = 3) -> list[date]:
        """The next dates: instalments raised already, then the schedule, no paused."""
        if self.is_ended:
            return []
        rows = list(self.instalments.order_by("seq"))
        dates = [row.due_on for row in rows if row.is_open and row.due_on >= today]
        last = rows[-1].seq if rows else 0
        n = max(last + 1, self.schedule.next_number(today))
        pauses = list(self.pauses.all())
        while len(dates) < count:
            due = self.schedule.due_on(n)
            if not any(pause.covers(due) for pause in pauses):
                dates.append(due)
            n += 1
        return dates[:count]

    def agree(
        self: "Pledge",
        amount: Money,
        since: date,
        changed_by: str,
        like: "PledgeTerms | None" = None,
    ) -> None:
        """Terms never in force before that day are replaced; older ones end before it.

        The share of it that is towards costs stays as it was, or is `like` another’s.
        """
        before = like or self.newest_terms
        costs = (
            before.costs_minor * amount.minor // before.amount_minor if before else 0
        )
        self.terms.filter(effective__startswith__gte=since).delete()
        for terms in self.terms.filter(effective__contains=since):
            terms.change(effective=DateRange(terms.effective.lower, since))
        self.terms.create(
            amount_minor=amount.minor,
            costs_minor=costs,
            effective=DateRange(since, None),
            changed_by=changed_by,
        )

    def _noticed_from(self: "Pledge", today: date) -> date:
        """The first day that a letter of today announces in time."""
        return today + timedelta(NOTICE_DAYS if self.is_collected else 0)

    def _attempt_on(self: "Pledge", due_on: date, paused: bool) -> date | None:
        """When to try to collect; never for money that donors send themselves."""
        return due_on if self.is_collected and not paused else None
