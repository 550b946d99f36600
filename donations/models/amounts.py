"""How a row with minor units and a currency speaks of money."""

from ijm.money import Money


class HasAmount:
    """`row.amount` for a row with the columns `amount_minor` and `currency`."""

    amount_minor: int
    currency: str

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)
