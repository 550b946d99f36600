"""The least and the most that a form takes, by currency and frequency."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from donations.models.giving_option import MONTHLY
from ijm.money import AmountNotUnderstood, Money, exponent

# Whole units. Far-valued currencies have their own row; all others take the first.
ONCE_BETWEEN = {"": (5, 50_000), "JPY": (500, 5_000_000), "KRW": (5_000, 50_000_000)}
MONTHLY_BETWEEN = {"": (5, 5_000), "JPY": (500, 500_000), "KRW": (5_000, 5_000_000)}


@dataclass(frozen=True, slots=True)
class Bounds:
    least: Money
    most: Money

    @classmethod
    def of(cls, frequency: str, currency: str) -> "Bounds":
        table = MONTHLY_BETWEEN if frequency == MONTHLY else ONCE_BETWEEN
        least, most = table.get(currency, table[""])
        unit = 10 ** exponent(currency)
        return cls(Money(least * unit, currency), Money(most * unit, currency))

    def check(self, amount: Money) -> Money:
        """The amount itself; AmountNotUnderstood says how far off it is."""
        if amount < self.least:
            raise AmountNotUnderstood(
                "small", _("Enter %(least)s or more.") % {"least": self.least}
            )
        if amount > self.most:
            raise AmountNotUnderstood(
                "large",
                _(
                    "Enter %(most)s or less. For a larger gift, write to us: we will "
                    "tell you the simplest way."
                )
                % {"most": self.most},
            )
        return amount
