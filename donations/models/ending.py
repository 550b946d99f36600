"""How a pledge ends: at once, whatever was already prepared, and for a named reason."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ijm import mail
from ijm.models import StaffMember

if TYPE_CHECKING:
    from donations.models.pledge import Pledge


class AlreadyEnded(Exception):
    """The pledge is over; it does not change any more."""


class Ending:
    def cancel(
        self: "Pledge", now: datetime, by: StaffMember | None = None, reason: str = ""
    ) -> None:
        """Stop it, and tell the donor. `by` None is the donor."""
        with transaction.atomic():
            self.end("staff" if by else "donor asked", now, by, reason)
            if self.donor.email:
                mail.post(
                    "pledge-cancelled",
                    to=self.donor.email,
                    about=self,
                    cause=f"pledge-cancelled:{self.pk}",
                )

    def end(
        self: "Pledge",
        why: str,
        now: datetime,
        by: StaffMember | None = None,
        reason: str = "",
    ) -> None:
        """Over, with each instalment not yet with a bank; tells nobody."""
        with transaction.atomic():
            self.hold()
            self.change(state=self.CANCELLED, ended_at=now, ended_reason=why)
            self.instalments.open().update(state="cancelled", next_attempt_on=None)
            self.note("cancelled", now, by=by, reason=reason)

    def lapse(self: "Pledge", now: datetime, reason: str = "") -> None:
        """Ask for nothing more until somebody restarts it; it is not over."""
        with transaction.atomic():
            self.hold()
            if self.state != self.LAPSED:
                self.change(state=self.LAPSED)
                self.instalments.open().update(state="lapsed", next_attempt_on=None)
                self.note("lapsed", now, reason=reason)

    def hold(self: "Pledge") -> None:
        """Lock the row and read it again: a worker may have changed it meanwhile."""
        held = type(self).objects.select_for_update().get(pk=self.pk)
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(held, field.attname))
        if self.is_ended:
            raise AlreadyEnded(self.reference)
