"""What Stripe's own books say: lines of its balance, and payouts to our bank."""

from collections.abc import Iterator
from datetime import datetime

import stripe
from stripe.params import BalanceTransactionListParams, PayoutListParams

from donations.processors.from_stripe import Line, Sent
from donations.processors.stripe.words import in_our_words, moment, text

AT_ONCE = 100
WITH_SOURCE = ["data.source"]


class Books:
    _stripe: stripe.StripeClient

    def lines(self, since: datetime, after: str = "") -> Iterator[Line]:
        """Newest first."""
        wanted: BalanceTransactionListParams = {
            "created": {"gte": int(since.timestamp())},
            "limit": AT_ONCE,
            "expand": WITH_SOURCE,
        }
        if after:
            wanted["starting_after"] = after
        return self._lines(wanted)

    def lines_of(self, payout: str) -> Iterator[Line]:
        return self._lines({"payout": payout, "limit": AT_ONCE, "expand": WITH_SOURCE})

    def payouts(self, since: datetime) -> Iterator[Sent]:
        wanted: PayoutListParams = {
            "created": {"gte": int(since.timestamp())},
            "limit": AT_ONCE,
        }
        with in_our_words():
            found = self._stripe.v1.payouts.list(wanted)
            for each in found.auto_paging_iter():
                yield Sent(
                    number=each.id,
                    minor=each.amount,
                    currency=each.currency.upper(),
                    arrives_at=moment(each.arrival_date),
                    status=each.status,
                )

    def _lines(self, wanted: BalanceTransactionListParams) -> Iterator[Line]:
        with in_our_words():
            found = self._stripe.v1.balance_transactions.list(wanted)
            for each in found.auto_paging_iter():
                yield _line(each)


def _line(made: stripe.BalanceTransaction) -> Line:
    source = made.source
    whole = source.to_dict() if isinstance(source, stripe.StripeObject) else {}
    minor, intent = whole.get("amount"), whole.get("payment_intent")
    return Line(
        number=made.id,
        kind=made.type,
        minor=made.amount,
        fee_minor=made.fee,
        currency=made.currency.upper(),
        made_at=moment(made.created),
        source=text(source) or text(whole.get("id")),
        source_kind=text(whole.get("object")),
        own_minor=minor if isinstance(minor, int) else made.amount,
        own_currency=text(whole.get("currency")).upper() or made.currency.upper(),
        intent=text(intent),
    )
