"""An amount offered on the giving pages, and what it makes possible."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.models.amounts import HasAmount
from ijm.models import Changing

ONCE, MONTHLY = "once", "monthly"
FREQUENCIES = [(ONCE, _("Give once")), (MONTHLY, _("Give monthly"))]


class GivingOptionQuerySet(models.QuerySet["GivingOption"]):
    def offered(self, frequency: str, currency: str) -> "GivingOptionQuerySet":
        return self.filter(frequency=frequency, currency=currency)


@pghistory.track()
class GivingOption(HasAmount, Changing):
    frequency = models.CharField(_("how often"), max_length=8, choices=FREQUENCIES)
    amount_minor = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, default="AUD")
    makes_possible = models.CharField(
        _("what it makes possible"),
        max_length=140,
        help_text=_("True for this amount, in one line: “a night in a safe house”."),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = GivingOptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("giving option")
        verbose_name_plural = _("giving options")
        ordering = ["frequency", "position", "amount_minor"]
        constraints = [
            models.UniqueConstraint(
                fields=["frequency", "currency", "amount_minor"],
                name="giving_option_once",
                violation_error_message=_("This amount is offered already."),
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0),
                name="giving_option_above_zero",
                violation_error_message=_("Enter an amount above zero."),
            ),
            models.CheckConstraint(
                condition=Q(frequency__in=[ONCE, MONTHLY]),
                name="giving_option_frequency_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.get_frequency_display()}"
