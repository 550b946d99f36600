"""Money that was written down by mistake: a line undoes the line, nothing is erased."""

from django.db import transaction

from donations.models import Instalment, LedgerEntry, Payment
from ijm import dates
from ijm.dates import add_months_clamped

EXPECTED_FOR_MONTHS = 1


class NotToBeTakenBack(Exception):
    """The money never came, or some of it has gone back already."""


def take_back(payment: Payment, why: str) -> LedgerEntry:
    """A gift that the donor promised is awaited again; another is given up."""
    with transaction.atomic():
        payment.lock()
        gone = payment.refunded_minor + payment.disputed_minor
        if not payment.is_settled or gone:
            raise NotToBeTakenBack(str(payment.pk))
        gift = payment.entries.get(kind=LedgerEntry.GIFT, reversed_by=None)
        payment.change(
            state=Payment.CREATED if payment.reference else Payment.ABANDONED,
            received_on=None,
        )
        payment.undo_receipt(why)
        if payment.instalment:
            _expect_again(payment.instalment)
        return gift.reverse(gift.effective_on, why)


def _expect_again(instalment: Instalment) -> None:
    """As before the money was written down; too old to be expected, it has lapsed."""
    until = add_months_clamped(instalment.due_on, EXPECTED_FOR_MONTHS, 31)
    late = until < dates.today()
    instalment.change(state=Instalment.LAPSED if late else Instalment.SCHEDULED)
