"""A year of a charity's books by chance: gifts, refunds, disputes, undone mistakes,
merged donors, an outage, closed months. The same year for the same seed.
"""

from collections import Counter
from datetime import date, timedelta
from random import Random

from django.db.models import Sum

from donations import closing
from donations.models import (
    Dispute,
    Donor,
    LedgerEntry,
    Payment,
    Refund,
)
from donations.taking_back import take_back
from ijm.dates import add_months_clamped
from ijm.models import StaffMember
from ijm.money import Money
from tests.make_donations import at, make_donor, make_fund

BEGINS, DAYS = date(2025, 7, 1), 365
CURRENCIES = ("AUD", "AUD", "AUD", "NZD", "JPY", "KWD")
Key = tuple[str, str]


class Year:
    """`live` lives it; `owed()` is what payments say, `entered()` the ledger."""

    def __init__(self, seed: int, asks: StaffMember, agrees: StaffMember) -> None:
        self.chance = Random(seed)
        self.asks, self.agrees = asks, agrees
        self.funds = [make_fund(code=code, name=code) for code in ("a", "b", "c")]
        self.donors: list[Donor] = []
        self.late: list[tuple[Payment, date]] = []
        self.happened: Counter[str] = Counter()

    def live(self, donors: int) -> "Year":
        self.donors = [
            make_donor(display_name=f"Donor {n}", email=f"d{n}@example.org")
            for n in range(donors)
        ]
        for month in range(12):
            begins = add_months_clamped(BEGINS, month, 1)
            for donor in self.donors:
                if self.chance.random() < 0.6:
                    self._gives(donor, begins)
            if month == 5:
                self._merge()
            if month and self.chance.random() < 0.7:
                self._close(add_months_clamped(BEGINS, month - 1, 1))
            if month % 4 == 3:
                self._catch_up()
        return self

    def _catch_up(self) -> None:
        while self.late:
            payment, day = self.late.pop()
            payment.settle(day, "transfer")
            self.happened["received late"] += 1

    def _gives(self, donor: Donor, begins: date) -> None:
        chance, day = self.chance, begins + timedelta(days=self.chance.randrange(28))
        payment = Payment.objects.create(
            donor=donor,
            fund=chance.choice(self.funds),
            amount_minor=chance.randrange(100, 100_000),
            currency=chance.choice(CURRENCIES),
            idempotency_key=f"year:{self.happened.total()}",
        )
        self.happened["promised"] += 1
        if chance.random() < 0.05:
            # An outage: written down weeks later, when its month may be closed.
            self.late.append((payment, day))
            return
        payment.settle(day, "transfer")
        self.happened["received"] += 1
        what = chance.random()
        if what < 0.04:
            take_back(payment, "Another donor's")
            self.happened["taken back"] += 1
        elif what < 0.2:
            self._refund(payment, day)
        elif what < 0.3:
            self._dispute(payment, day)

    def _refund(self, payment: Payment, day: date) -> None:
        chance = self.chance
        while not payment.left.is_zero and chance.random() < 0.7:
            part = Money(chance.randint(1, payment.left.minor), payment.currency)
            refund = Refund.objects.ask(payment, part, "By chance", self.asks)
            if refund.is_to_approve:
                refund.approve(self.agrees, at(day))
            match chance.choice(["refused", "paid", "paid", "came back", "waits"]):
                case "refused":
                    refund.refuse(self.agrees, "By chance")
                case "paid":
                    refund.pay(day + timedelta(days=3), f"R{refund.pk}")
                case "came back":
                    refund.pay(day + timedelta(days=3), f"R{refund.pk}")
                    refund.fail(self.asks, "By chance", day + timedelta(days=9))
            self.happened[refund.state] += 1
            payment.refresh_from_db()

    def _dispute(self, payment: Payment, day: date) -> None:
        chance = self.chance
        part = Money(chance.randint(1, payment.left.minor), payment.currency)
        state = chance.choice(["open", "open", "inquiry"])
        dispute = Dispute.objects.begin(
            payment, part, day, state, fee_minor=chance.choice([0, 1500])
        )
        later = day + timedelta(days=40)
        match chance.choice(["won", "lost", "undecided"]):
            case "undecided":
                pass
            case _ if state == "inquiry":
                dispute.drop(later)
            case "won":
                dispute.win(later)
            case "lost":
                dispute.lose(later)
        self.happened[f"dispute {dispute.state}"] += 1

    def _merge(self) -> None:
        for donor in self.chance.sample(self.donors, len(self.donors) // 10):
            survivor = self.chance.choice(self.donors)
            if survivor != donor and survivor.is_standing:
                donor.merge_into(survivor)
                self.happened["merged"] += 1

    def _close(self, month: date) -> None:
        seen, now = closing.seen(month), at(date(2027, 1, 1))
        closing.close(month, self.agrees, "By chance", seen, now)
        self.happened["closed"] += 1


def entered() -> dict[Key, int]:
    """What the ledger holds per currency and fund, fees apart."""
    rows = LedgerEntry.objects.of_gifts()
    sums = rows.values_list("currency", "fund__code").annotate(sum=Sum("amount_minor"))
    return {(currency, fund): minor for currency, fund, minor in sums if minor}


def owed() -> dict[Key, int]:
    """What payments, refunds and disputes say, with no look at the ledger."""
    sums: Counter[Key] = Counter()
    for payment in Payment.objects.settled().select_related("fund"):
        sums[payment.currency, payment.fund.code] += payment.amount_minor
    for model, states in ((Refund, ["succeeded"]), (Dispute, ["open", "lost"])):
        rows = model._default_manager.filter(state__in=states)
        for row in rows.select_related("payment__fund"):
            payment = row.payment
            sums[payment.currency, payment.fund.code] -= row.amount_minor
    return {key: minor for key, minor in sums.items() if minor}


def drifted() -> list[Payment]:
    """Payments whose own two sums are not what their refunds and disputes add up to."""
    claims = {"refunded_minor": ("refunds", ["requested", "pending", "succeeded"])}
    claims["disputed_minor"] = ("disputes", ["open", "lost"])
    wrong = []
    for payment in Payment.objects.prefetch_related("refunds", "disputes"):
        for column, (rows, states) in claims.items():
            found = [row for row in getattr(payment, rows).all() if row.state in states]
            if sum(row.amount_minor for row in found) != getattr(payment, column):
                wrong.append(payment)
    return wrong
