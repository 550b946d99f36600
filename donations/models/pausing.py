"""A pause: gifts due inside it are skipped, also those prepared already."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ijm.models import StaffMember

if TYPE_CHECKING:
    from donations.models.pledge import Pledge
    from donations.models.terms import PledgePause

LONGEST_PAUSE_MONTHS = 12


class PauseTooShort(ValueError):
    """A pause must end after today."""


class Pausing:
    def pause(
        self: "Pledge",
        until: date,
        now: datetime,
        by: StaffMember | None = None,
        reason: str = "",
    ) -> None:
        """Skip everything due before `until`. A second pause replaces the first."""
        today = self.local_day(now)
        if until <= today:
            raise PauseTooShort
        with transaction.atomic():
            self.hold()
            self._end_pauses(today)
            self.pauses.create(during=DateRange(today, until))
            self.instalments.open().update(next_attempt_on=None)
            self.fit_instalments(today)
            self.note("paused", now, by, reason, until.isoformat())

    def resume(
        self: "Pledge", now: datetime, by: StaffMember | None = None, reason: str = ""
    ) -> None:
        today = self.local_day(now)
        with transaction.atomic():
            self.hold()
            self._end_pauses(today)
            self.fit_instalments(today)
            self.note("resumed", now, by, reason)

    def pause_at(self: "Pledge", day: date) -> "PledgePause | None":
        """The pause that holds on `day`, or the next one to come."""
        coming = self.pauses.exclude(during__fully_lt=DateRange(day, None))
        return coming.order_by("during").first()

    def is_paused(self: "Pledge", day: date) -> bool:
        return self.pauses.filter(during__contains=day).exists()

    def _end_pauses(self: "Pledge", today: date) -> None:
        self.pauses.filter(during__startswith__gte=today).delete()
        for pause in self.pauses.filter(during__contains=today):
            pause.change(during=DateRange(pause.during.lower, today))
