"""Changing what a pledge promises from now on. What is past, or with a bank, stays."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ijm.models import StaffMember
from ijm.money import CurrencyMismatch, Money

if TYPE_CHECKING:
    from donations.models.pledge import Pledge


class Amending:
    def change_amount(
        self: "Pledge",
        amount: Money,
        now: datetime,
        by: StaffMember | None = None,
        reason: str = "",
    ) -> None:
        """New terms from today; instalments that nobody has tried yet follow."""
        if amount.currency != self.currency:
            raise CurrencyMismatch(f"{amount.currency} and {self.currency}")
        today = self.local_day(now)
        with transaction.atomic():
            self.hold()
            self._agree(amount, today, str(by or ""))
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
        5th, chosen on the 10th, has passed.
        """
        today = self.local_day(now)
        with transaction.atomic():
            self.hold()
            self.change(anchor_day=day, raise_on=date.min)
            for row in self.instalments.changeable(today):
                moved = self.schedule.due_on(row.seq)
                if moved >= today:
                    tried_on = moved if row.next_attempt_on else None
                    row.change(due_on=moved, next_attempt_on=tried_on)
            self.fit_instalments(today)
            self.note("day", now, by, reason, str(day))

    def fit_instalments(self: "Pledge", today: date) -> None:
        """Make untouched instalments say what terms and pauses say now."""
        for row in self.instalments.changeable(today):
            amount = self.amount_on(row.due_on) or row.amount
            paused = self.is_paused(row.due_on)
            row.change(
                amount_minor=amount.minor,
                state=row.SKIPPED if paused else row.SCHEDULED,
                next_attempt_on=self._attempt_on(row.due_on, paused),
            )

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

    def _agree(self: "Pledge", amount: Money, today: date, changed_by: str) -> None:
        """Terms never in force before today are replaced; older ones end yesterday."""
        self.terms.filter(effective__startswith__gte=today).delete()
        for terms in self.terms.filter(effective__contains=today):
            terms.change(effective=DateRange(terms.effective.lower, today))
        self.terms.create(
            amount_minor=amount.minor,
            effective=DateRange(today, None),
            changed_by=changed_by,
        )

    def _attempt_on(self: "Pledge", due_on: date, paused: bool) -> date | None:
        """When to try to collect; never for money that donors send themselves."""
        return None if paused or self.processor == "offline" else due_on
