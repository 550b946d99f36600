"""How a row with minor units and a currency speaks of money."""

from django.db.models import F, Q

from ijm.money import Money


class HasAmount:
    """`row.amount` for a row with the columns `amount_minor` and `currency`."""

    amount_minor: int
    currency: str

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)


class HasCosts(HasAmount):
    """Of the amount, `costs_minor` was added towards the costs of receiving it."""

    costs_minor: int

    @property
    def costs(self) -> Money:
        return Money(self.costs_minor, self.currency)

    @property
    def gift(self) -> Money:
        """The amount without what was added."""
        return self.amount - self.costs


def costs_fit() -> Q:
    """Something is left for the gift itself."""
    return Q(costs_minor__gte=0, costs_minor__lt=F("amount_minor"))


def costs_within(arrived: int, amount: int, costs: int) -> int:
    """Of money that arrived for `amount` with `costs` in it: the gift comes first."""
    return max(0, min(costs, arrived - (amount - costs)))
