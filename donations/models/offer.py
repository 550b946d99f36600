"""A wish that a letter puts before a donor, taken up by one button on one page."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.amounts import HasAmount
from donations.models.payment import Payment
from donations.models.pledge import Pledge
from ijm.models import Changing


class Offer(HasAmount, Changing):
    """Made once for a cause; taken once, whichever of its letters is used."""

    RAISE, RESTART, MONTHLY = "raise", "restart", "monthly"
    KINDS = [
        (RAISE, _("raise the amount")),
        (RESTART, _("restart a pledge")),
        (MONTHLY, _("make a gift monthly")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("what"), max_length=8, choices=KINDS)
    cause = models.CharField(_("cause"), max_length=120, unique=True)
    pledge = models.ForeignKey(
        Pledge,
        verbose_name=_("pledge"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
    )
    payment = models.ForeignKey(
        Payment,
        verbose_name=_("gift"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
    )
    amount_minor = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    taken_at = models.DateTimeField(_("taken up"), null=True, blank=True)
    result = models.ForeignKey(
        Pledge,
        verbose_name=_("what came of it"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["raise", "restart"], payment=None)
                & Q(pledge__isnull=False)
                | Q(kind="monthly", pledge=None, payment__isnull=False),
                name="offer_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="offer_above_zero"
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None, result=None)
                | Q(taken_at__isnull=False, result__isnull=False),
                name="offer_taken_has_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"

    @property
    def about(self) -> Pledge | Payment:
        found = self.pledge or self.payment
        assert found is not None
        return found

    def is_over(self, now: datetime) -> bool:
        return self.expires_at <= now
