"""A processor that moves nothing, for development: the amount decides what happens.

Amounts that end in 13 minor units are declined, in 14 need the donor; others succeed.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from donations.models import Donor, Payment, Pledge
from donations.processors.base import Beginning, Movement, NoticeRefused, Outcome
from ijm.money import Money

NOTICE = b"pretend:"


class Pretend:
    name = "pretend"
    title = _("pretended card")
    days_to_prepare = 0

    def begin(self, what: Payment | Pledge) -> Beginning:
        return Beginning(what.reference or "", ((str(_("Card")), "0000"),))

    def collect(self, payment: Payment, today: date) -> Outcome:
        number = f"pretend-{payment.idempotency_key}"
        match payment.amount_minor % 100:
            case 13:
                return Outcome(Payment.FAILED, number, code="declined")
            case 14:
                return Outcome("requires_action", number)
            case _other:
                return Outcome(Payment.SUCCEEDED, number, received_on=today)

    def refund(self, payment: Payment, amount: Money, key: str) -> Outcome:
        return Outcome(Payment.SUCCEEDED, f"pretend-refund-{key}")

    def update_method(self, donor: Donor) -> Beginning:
        return Beginning("", ((str(_("Card")), "0000"),))

    def read_notice(self, body: bytes, headers: Mapping[str, str]) -> str:
        if not body.startswith(NOTICE):
            raise NoticeRefused
        return body.removeprefix(NOTICE).decode()

    def reconcile(self, since: date) -> Iterable[Movement]:
        settled = Payment.objects.settled().filter(
            processor=self.name, received_on__gte=since
        )
        for payment in settled:
            yield Movement(
                f"payment:{payment.pk}", payment.amount, payment.received_on or since
            )
