"""The demo's tax documents: last year's statements, and one that was corrected."""

from datetime import date, datetime

from donations.models import Receipt, ReceiptRules
from donations.receipts import following, running
from donations.receipts.issuer import Issuer
from ijm.dates import add_months_clamped
from ijm.models import StaffMember

MOST_SLICES = 20


def write_documents(today: date, now: datetime) -> None:
    """Gifts of the last month get their receipts from the worker, as they would."""
    ReceiptRules.objects.create(
        country="AU",
        registration="00 000 000 000",
        singles=ReceiptRules.ONE_OFF,
        singles_from=add_months_clamped(today, -1, today.day),
    )
    clerk = StaffMember.objects.filter(email="finance@example.org").first()
    last = Issuer.current().profile.year_of(today) - 1
    running.start(last, clerk, now, mails=False)
    for _slice in range(MOST_SLICES):
        if not running.work(now):
            break
    first = Receipt.objects.order_by("serial").first()
    if first and clerk:
        following.correct(first, "Spelt as she writes it herself", clerk, now)
