"""Stripe's own books in our words, to be held against ours."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from donations.processors.answers import Movement, PaidOut
from donations.processors.at_stripe import client, unanswered
from donations.processors.base import Unanswered
from donations.processors.from_stripe import Line, Refused
from ijm import dates
from ijm.money import Money

# What its kinds of lines are to us. An adjustment is a dispute's, or something else.
KINDS = {
    "charge": Movement.CHARGE,
    "payment": Movement.CHARGE,
    "refund": Movement.REFUND,
    "payment_refund": Movement.REFUND,
    "refund_failure": Movement.RETURN,
    "payment_failure_refund": Movement.RETURN,
    "payout": Movement.PAYOUT,
    "payout_cancel": Movement.PAYOUT,
    "payout_failure": Movement.PAYOUT,
}


class CardsBooks:
    def reconcile(self, since: date, after: str = "") -> Iterable[Movement]:
        with _read():
            yield from _moved(client().lines(dates.start_of(since), after))

    def lines_of(self, payout: str) -> Iterable[Movement]:
        with _read():
            yield from (
                each
                for each in _moved(client().lines_of(payout))
                if each.kind != Movement.PAYOUT
            )

    def payouts(self, since: date) -> Iterable[PaidOut]:
        with _read():
            for each in client().payouts(dates.start_of(since)):
                yield PaidOut(
                    number=each.number,
                    amount=Money(each.minor, each.currency),
                    arrives_on=dates.today(each.arrives_at),
                    state=each.status,
                )


@contextmanager
def _read() -> Iterator[None]:
    """Nothing of a book that cannot be read is to be guessed."""
    with unanswered():
        try:
            yield
        except Refused as refused:
            raise Unanswered(refused.code) from None


def _moved(lines: Iterable[Line]) -> Iterator[Movement]:
    for line in lines:
        is_dispute = line.source_kind == "dispute"
        yield Movement(
            number=line.number,
            kind=Movement.DISPUTE if is_dispute else KINDS.get(line.kind, "other"),
            amount=Money(line.minor, line.currency),
            fee=Money(line.fee_minor, line.currency),
            own=Money(abs(line.own_minor), line.own_currency),
            day=dates.today(line.made_at),
            source=line.source,
            payment_ref=line.intent,
            said=line.kind,
        )
