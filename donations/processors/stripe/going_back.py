"""What goes back to donors: refunds that we ask for, and what their banks take."""

import stripe
from stripe.params import DisputeListParams, RefundCreateParams, RefundListParams

from donations.processors.from_stripe import Disputed, SentBack, Step
from donations.processors.stripe.words import in_our_words, moment, text

OF_ONE_PAYMENT = 100
OUR_KEY = "refund"


class GoingBack:
    _stripe: stripe.StripeClient

    def refund(self, intent: str, minor: int, key: str) -> SentBack:
        wanted: RefundCreateParams = {
            "payment_intent": intent,
            "amount": minor,
            "metadata": {OUR_KEY: key},
        }
        with in_our_words():
            made = self._stripe.v1.refunds.create(
                wanted, {"idempotency_key": f"refund:{key}"}
            )
        return _sent_back(made)

    def refunds(self, intent: str) -> tuple[SentBack, ...]:
        wanted: RefundListParams = {"payment_intent": intent, "limit": OF_ONE_PAYMENT}
        with in_our_words():
            found = self._stripe.v1.refunds.list(wanted)
            return tuple(_sent_back(each) for each in found.auto_paging_iter())

    def disputes(self, intent: str) -> tuple[Disputed, ...]:
        wanted: DisputeListParams = {"payment_intent": intent, "limit": OF_ONE_PAYMENT}
        with in_our_words():
            found = self._stripe.v1.disputes.list(wanted)
            return tuple(_disputed(each) for each in found.auto_paging_iter())


def _sent_back(made: stripe.Refund) -> SentBack:
    told = made.metadata.to_dict() if made.metadata else {}
    return SentBack(
        number=made.id,
        status=made.status or "",
        minor=made.amount,
        currency=made.currency.upper(),
        made_at=moment(made.created),
        key=text(told.get(OUR_KEY)),
        code=text(made.to_dict().get("failure_reason")),
    )


def _disputed(made: stripe.Dispute) -> Disputed:
    until = made.evidence_details.due_by
    return Disputed(
        number=made.id,
        status=made.status,
        minor=made.amount,
        currency=made.currency.upper(),
        reason=made.reason,
        made_at=moment(made.created),
        answer_by=moment(until) if until else None,
        steps=tuple(_step(each) for each in made.balance_transactions),
    )


def _step(line: stripe.BalanceTransaction) -> Step:
    return Step(
        number=line.id,
        minor=line.amount,
        fee_minor=line.fee,
        fee_currency=line.currency.upper(),
        moment=moment(line.created),
    )
