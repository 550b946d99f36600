"""The least and the most that a form takes, by currency and frequency."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from donations.models.giving_option import MONTHLY
from ijm.money import AmountNotUnderstood, Money, exponent

# Whole units, once and monthly. Currencies of small units are worth a row of times
# the first; all others take it as it is.
ONCE_BETWEEN, MONTHLY_BETWEEN = (5, 50_000), (5, 5_000)
TIMES = {
    **dict.fromkeys(("HKD", "MXN", "SEK", "NOK", "DKK", "TWD", "ZAR"), 10),
    **dict.fromkeys(("JPY", "INR", "PHP", "THB", "KES", "BDT", "HUF"), 100),
    **dict.fromkeys(("KRW", "MMK", "UGX", "RWF", "NGN"), 1_000),
    **dict.fromkeys(("KHR", "IDR", "VND", "LAK"), 5_000),
}


@dataclass(frozen=True, slots=True)
class Bounds:
    least: Money
    most: Money

    @classmethod
    def of(cls, frequency: str, currency: str) -> "Bounds":
        least, most = MONTHLY_BETWEEN if frequency == MONTHLY else ONCE_BETWEEN
        unit = TIMES.get(currency, 1) * 10 ** exponent(currency)
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
