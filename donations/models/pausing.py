"""A pause: gifts due inside it are skipped, also those prepared already."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ijm.dates import add_months_clamped
from ijm.models import StaffMember

if TYPE_CHECKING:
    from donations.models.instalment import Instalment
    from donations.models.pledge import Pledge
    from donations.models.terms import PledgePause

LONGEST_PAUSE_MONTHS = 12


class PauseTooShort(ValueError):
    """A pause must end after today."""


class NothingToSkip(Exception):
    """No gift is expected that has not been skipped already, or is with a bank."""


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

    def skip(
        self: "Pledge", now: datetime, by: StaffMember | None = None, reason: str = ""
    ) -> date:
        """Leave out the next gift: a pause of its month, so that later changes keep it.

        Returns the day it was due.
        """
        today = self.local_day(now)
        with transaction.atomic():
            self.hold()
            coming = self.instalments.changeable(today).open().order_by("seq").first()
            if coming is None:
                raise NothingToSkip(self.reference)
            self.pauses.create(during=self._month_around(coming, today))
            self.fit_instalments(today)
            self.note("skipped", now, by, reason, coming.due_on.isoformat())
        return coming.due_on

    def pause_at(self: "Pledge", day: date) -> "PledgePause | None":
        """The pause that holds on `day`, or the next one to come."""
        coming = self.pauses.exclude(during__fully_lt=DateRange(day, None))
        return coming.order_by("during").first()

    def is_paused(self: "Pledge", day: date) -> bool:
        return self.pauses.filter(during__contains=day).exists()

    def _month_around(self: "Pledge", coming: "Instalment", today: date) -> DateRange:
        """From today on, and between the pauses that are agreed already."""
        start = max(today, coming.period)
        end = add_months_clamped(coming.period, 1, 1)
        for pause in self.pauses.filter(during__overlap=DateRange(start, end)):
            if pause.until <= coming.due_on:
                start = pause.until
            else:
                end = pause.during.lower
        return DateRange(start, end)

    def _end_pauses(self: "Pledge", today: date) -> None:
        self.pauses.filter(during__startswith__gte=today).delete()
        for pause in self.pauses.filter(during__contains=today):
            pause.change(during=DateRange(pause.during.lower, today))
