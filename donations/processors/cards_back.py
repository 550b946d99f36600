"""What goes back of card payments: refunds that we ask for, and disputes of banks."""

from donations.models import Dispute, Payment, Refund
from donations.processors.answers import Disputed, GoneBack, Refunded
from donations.processors.at_stripe import client, unanswered
from donations.processors.base import (
    NotPrepared,
)
from donations.processors.from_stripe import Disputed as AtStripe
from donations.processors.from_stripe import Refused, SentBack
from ijm import dates
from ijm.money import Money

STATES = {
    "succeeded": Refund.SUCCEEDED,
    "failed": Refund.FAILED,
    "canceled": Refund.FAILED,
}


class CardsBack:
    def refund(self, payment: Payment, amount: Money, key: str) -> Refunded:
        number = _number_of(payment)
        with unanswered():
            try:
                return _refunded(client().refund(number, amount.minor, key))
            except Refused as refused:
                return Refunded(Refund.FAILED, key=key, code=refused.code)

    def gone_back(self, payment: Payment) -> GoneBack:
        number = _number_of(payment)
        with unanswered():
            try:
                refunds = client().refunds(number)
                disputes = client().disputes(number)
            except Refused:  # Stripe does not know this payment
                return GoneBack()
        return GoneBack(
            tuple(_refunded(each) for each in refunds),
            tuple(_disputed(each) for each in disputes),
        )


def _number_of(payment: Payment) -> str:
    if not payment.processor_ref:
        raise NotPrepared(str(payment.pk))
    return payment.processor_ref


def _refunded(made: SentBack) -> Refunded:
    """On its way is not yet sent: a bank may need days, or say no."""
    return Refunded(
        state=STATES.get(made.status, Refund.PENDING),
        number=made.number,
        amount=Money(made.minor, made.currency),
        day=dates.today(made.made_at),
        key=made.key,
        code=made.code or made.status,
    )


def _disputed(made: AtStripe) -> Disputed:
    taken = [step.moment for step in made.steps if step.minor < 0]
    returned = [step.moment for step in made.steps if step.minor > 0]
    return Disputed(
        number=made.number,
        state=_state_of(made, took=bool(taken)),
        amount=Money(made.minor, made.currency),
        opened_on=dates.today(min(taken, default=made.made_at)),
        took=bool(taken),
        answer_by=dates.today(made.answer_by) if made.answer_by else None,
        ended_on=dates.today(max(returned)) if returned else None,
        reason=made.reason,
        fees=tuple(
            (step.number, Money(step.fee_minor, step.fee_currency))
            for step in made.steps
            if step.fee_minor
        ),
    )


def _state_of(made: AtStripe, took: bool) -> str:
    """Until money has moved, whatever it is called, the bank only asks."""
    over = made.status in ("won", "lost", "prevented", "warning_closed")
    if not took:
        return Dispute.WITHDRAWN if over else Dispute.INQUIRY
    return made.status if made.status in (Dispute.WON, Dispute.LOST) else Dispute.OPEN
