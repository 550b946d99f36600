"""What finance decides about the books as a whole. One row."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ijm.models import Changing
from ijm.money import Money

FREE_UP_TO = 10_000
# Who moved money that was received before this system was: nobody here.
HISTORY = "history"


@pghistory.track()
class BookRules(Changing):
    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    free_up_to_minor = models.BigIntegerField(
        _("refunds that one person may make, up to"), default=FREE_UP_TO
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="AUD",
        help_text=_("A refund in any other currency takes two people."),
    )
    income_account = models.CharField(
        _("income account"),
        max_length=40,
        default="4000",
        help_text=_("For funds that have no account of their own."),
    )
    bank_account = models.CharField(
        _("bank account"),
        max_length=40,
        default="1000",
        help_text=_("Where transfers, cheques and cash lie."),
    )
    clearing_account = models.CharField(
        _("clearing account"),
        max_length=40,
        default="1100",
        help_text=_("Where card payments lie until they are paid out."),
    )
    history_account = models.CharField(
        _("account of history"),
        max_length=40,
        default="3900",
        help_text=_(
            "For gifts brought from an old system, whose own books have them: both "
            "sides stand here, so that no bank and no income moves."
        ),
    )
    fee_account = models.CharField(_("account of fees"), max_length=40, default="6100")
    costs_account = models.CharField(
        _("account of costs that givers add"),
        max_length=40,
        blank=True,
        help_text=_("Empty: what they add counts as income of the gift’s fund."),
    )
    tax_rate = models.CharField(
        _("tax rate, for Xero"),
        max_length=40,
        default="BAS Excluded",
        help_text=_("The whole name, as Xero has it."),
    )
    tracking = models.CharField(
        _("tracking category of funds, for Xero"),
        max_length=40,
        blank=True,
        help_text=_("Empty for none. Its options must be the codes of our funds."),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("rules of the books")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="book_rules_is_one_row"),
            models.CheckConstraint(
                condition=Q(free_up_to_minor__gte=0), name="book_rules_not_below_zero"
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> "BookRules":
        return cls.objects.filter(pk=1).first() or cls()

    def free_for(self, amount: Money) -> int:
        """How much of that currency one person may send back alone."""
        return self.free_up_to_minor if amount.currency == self.currency else 0

    def sides(self, processor: str, kind: str, of_fund: str) -> tuple[str, str]:
        """Where the money of a line of the ledger lies, and what it counts as."""
        if processor == HISTORY and kind == "gift":
            return self.history_account, self.history_account
        return self.lies_in(processor), self.counts_as(kind, of_fund)

    def lies_in(self, processor: str) -> str:
        """The account where money is that came by this processor."""
        by_bank = processor in ("offline", HISTORY)
        return self.bank_account if by_bank else self.clearing_account

    def counts_as(self, kind: str, of_fund: str) -> str:
        """The account on the other side of a line of the ledger."""
        return self.fee_account if kind == "fee" else of_fund or self.income_account
