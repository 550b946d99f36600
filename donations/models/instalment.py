"""One period of a pledge: when its gift is due, and what became of it."""

from datetime import date
from typing import TYPE_CHECKING

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.models.amounts import HasCosts, costs_fit
from donations.models.pledge import Pledge
from ijm.models import Changing

if TYPE_CHECKING:
    from donations.models.payment import Payment


class NotSettleable(Exception):
    """The instalment is paid already, or was called off."""


class InstalmentQuerySet(models.QuerySet["Instalment"]):
    def open(self) -> "InstalmentQuerySet":
        """Still expected, and with no bank yet."""
        return self.filter(state=Instalment.SCHEDULED)

    def due(self, today: date) -> "InstalmentQuerySet":
        return self.open().filter(due_on__lte=today)

    def changeable(self, today: date) -> "InstalmentQuerySet":
        """Not due before today, and never tried: these follow the pledge's changes."""
        waiting = [Instalment.SCHEDULED, Instalment.SKIPPED]
        return self.filter(state__in=waiting, due_on__gte=today, payments=None)


@pghistory.track(pghistory.UpdateEvent())
class Instalment(HasCosts, Changing):
    SCHEDULED, COLLECTING, PAID = "scheduled", "collecting", "paid"
    SKIPPED, LAPSED, CANCELLED = "skipped", "lapsed", "cancelled"
    STATES = [
        (SCHEDULED, _("expected")),
        (COLLECTING, _("being collected")),
        (PAID, _("paid")),
        (SKIPPED, _("skipped")),
        (LAPSED, _("lapsed")),
        (CANCELLED, _("cancelled")),
    ]

    pledge = models.ForeignKey(
        Pledge,
        verbose_name=_("pledge"),
        on_delete=models.PROTECT,
        related_name="instalments",
        db_index=False,  # that of its numbers begins with it
    )
    seq = models.PositiveIntegerField(_("number"))
    period = models.DateField(_("month"))
    due_on = models.DateField(_("due on"))
    next_attempt_on = models.DateField(_("next attempt on"), null=True, blank=True)
    amount_minor = models.BigIntegerField(_("amount"))
    costs_minor = models.BigIntegerField(_("of it, towards costs"), default=0)
    currency = models.CharField(_("currency"), max_length=3)
    state = models.CharField(
        _("state"), max_length=10, choices=STATES, default=SCHEDULED
    )

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        ordering = ["-due_on", "-seq"]
        indexes = [
            models.Index(
                fields=["due_on"],
                name="instalment_open",
                condition=Q(state="scheduled"),
            ),
            models.Index(
                fields=["next_attempt_on"],
                name="instalment_to_attempt",
                condition=Q(state="scheduled", next_attempt_on__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "seq"], name="instalment_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["pledge", "period"], name="instalment_one_per_period"
            ),
            models.CheckConstraint(condition=Q(seq__gte=1), name="instalment_from_one"),
            models.CheckConstraint(
                condition=Q(period__day=1), name="instalment_period_is_a_month"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="instalment_above_zero"
            ),
            models.CheckConstraint(
                condition=costs_fit(), name="instalment_costs_leave_a_gift"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "scheduled",
                        "collecting",
                        "paid",
                        "skipped",
                        "lapsed",
                        "cancelled",
                    ]
                ),
                name="instalment_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledge.reference} · {self.due_on:%d.%m.%Y}"

    @property
    def is_open(self) -> bool:
        return self.state == self.SCHEDULED

    def is_due(self, today: date) -> bool:
        return self.is_open and self.due_on <= today

    def give_up(self) -> None:
        """No more tries of this one. What the pledge says of it, it is."""
        pledge = self.pledge
        state = self.LAPSED
        if pledge.is_ended:
            state = self.CANCELLED
        elif pledge.is_active and pledge.is_paused(self.due_on):
            state = self.SKIPPED
        self.change(state=state, next_attempt_on=None)

    def settle(self, payment: "Payment") -> None:
        """Its money is here. Claimed by changing it: of two at once, one is refused."""
        waiting = [self.SCHEDULED, self.COLLECTING, self.SKIPPED, self.LAPSED]
        claimed = Instalment.objects.filter(pk=self.pk, state__in=waiting)
        if claimed.update(state=self.PAID, next_attempt_on=None) != 1:
            raise NotSettleable(str(payment.pk))
        self.state, self.next_attempt_on = self.PAID, None
