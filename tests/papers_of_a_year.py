"""The tax documents of a year by chance: receipts, statements, and what replaces them
when money goes back; and whether each gift stands on exactly one.
"""

from collections.abc import Iterator
from datetime import date, datetime

from donations.models import Payment, ReceiptRules, Refund
from donations.receipts import following, running
from ijm.money import Money
from tests.make_a_year import BEGINS, Year
from tests.make_donations import at
from tests.make_receipts import ISSUED, found_issuer

LAST_DAY = date(2026, 6, 30)
MOVING = {"requested", "pending", "inquiry", "open"}


def give_papers(year: Year) -> None:
    """Receipts at once for the last months, statements for the rest; then refunds."""
    found_issuer("AU", singles=ReceiptRules.EVERY, singles_from=BEGINS)
    _go_on(at(LAST_DAY))
    running.start(LAST_DAY.year, None, ISSUED, mails=False)
    while running.work(ISSUED):
        pass
    receipted = [gift for gift in _settled() if any(_live(gift)) and _is_at_rest(gift)]
    for gift in year.chance.sample(receipted, len(receipted) // 5):
        part = year.chance.choice([gift.left, Money(1, gift.currency)])
        refund = Refund.objects.ask(gift, part, "By chance", year.asks)
        if refund.is_to_approve:
            refund.approve(year.agrees, ISSUED)
        refund.pay(ISSUED.date(), f"R{refund.pk}")
    _go_on(ISSUED)


def astray() -> list[Payment]:
    """Gifts that stand on two documents, on one that says another sum, on none though
    something is left of them, or on one though nothing is.
    """
    return [gift for gift in _settled() if not _stands_right(gift)]


def _stands_right(gift: Payment) -> bool:
    said = list(_live(gift))
    if gift.left.is_zero or not _is_at_rest(gift):
        return not said
    return said == [gift.left.minor]


def _live(gift: Payment) -> Iterator[int]:
    lines = gift.receipt_lines.all()
    return (line.eligible_minor for line in lines if not line.receipt.is_void)


def _is_at_rest(gift: Payment) -> bool:
    rows = (*gift.refunds.all(), *gift.disputes.all())
    return MOVING.isdisjoint(row.state for row in rows)


def _settled() -> list[Payment]:
    beside = ("refunds", "disputes", "receipt_lines__receipt__voided")
    return list(Payment.objects.settled().prefetch_related(*beside))


def _go_on(now: datetime) -> None:
    while following.work(now):
        pass
