"""The verbs of a refund: agreed to, refused, handed over, sent, brought back."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from donations.models.returning import tell_of_refund
from ijm.models import StaffMember

if TYPE_CHECKING:
    from donations.models.ledger import LedgerEntry
    from donations.models.refund import Refund

_REFUNDED, _CAME_BACK = "Money was sent back.", "Money sent back came again."


class NotThisPerson(Exception):
    """Who asked for a refund cannot agree to it."""


class NotNow(Exception):
    """The refund has gone on meanwhile; that step is no longer possible."""


class Refunding:
    def approve(self: "Refund", by: StaffMember, now: datetime) -> None:
        if by == self.requested_by:
            raise NotThisPerson(str(self.pk))
        with transaction.atomic():
            self._hold(self.REQUESTED)
            self.change(state=self.PENDING, approved_by=by, approved_at=now)

    def refuse(self: "Refund", by: StaffMember | None, reason: str) -> None:
        """By anybody, also who asked: what was not sent can be called off."""
        with transaction.atomic():
            self._hold(self.REQUESTED, self.PENDING)
            if self.asked_at:
                raise NotNow(str(self.pk))
            self.change(state=self.REFUSED, ended_by=by, ended_reason=reason)

    def hand_over(self: "Refund", now: datetime) -> None:
        """To its processor, from now on: nobody calls it off any more."""
        with transaction.atomic():
            self._hold(self.PENDING)
            self.change(asked_at=now)

    def pay(self: "Refund", paid_on: date, processor_ref: str) -> "LedgerEntry":
        """It was sent; the bank's statement has this reference."""
        from donations.models.ledger import LedgerEntry  # ledger imports payment

        with transaction.atomic():
            self._hold(self.PENDING)
            self.change(
                state=self.SUCCEEDED, paid_on=paid_on, processor_ref=processor_ref
            )
            self.payment.undo_receipt(_REFUNDED)
            tell_of_refund(self)
            return LedgerEntry.objects.enter_refund(self)

    def fail(self: "Refund", by: StaffMember | None, reason: str, today: date) -> None:
        """The bank brought it back: the room is free, the line in the books undone."""
        from donations.models.ledger import LedgerEntry  # ledger imports payment

        with transaction.atomic():
            self._hold(self.PENDING, self.SUCCEEDED)
            self.change(state=self.FAILED, ended_by=by, ended_reason=reason)
            entered = LedgerEntry.objects.filter(source_key=f"refund:{self.pk}").first()
            if entered:
                self.payment.undo_receipt(_CAME_BACK)
                entered.reverse(today, reason)

    def _hold(self: "Refund", *states: str) -> None:
        self.lock()
        if self.state not in states:
            raise NotNow(str(self.pk))
