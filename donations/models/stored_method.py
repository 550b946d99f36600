"""A card or account that a donor lets us charge. Its number is Stripe's, never ours."""

import uuid
from datetime import date, datetime

import pghistory
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.donor import Donor
from ijm.models import Changing


class StoredMethodQuerySet(models.QuerySet["StoredMethod"]):
    def usable(self) -> "StoredMethodQuerySet":
        return self.filter(ended_at=None)


@pghistory.track(exclude=["brand", "last4"])
class StoredMethod(Changing):
    CARD, DEBIT = "card", "debit"
    KINDS = [(CARD, _("card")), (DEBIT, _("direct debit"))]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    donor = models.ForeignKey(
        Donor, verbose_name=_("donor"), on_delete=models.PROTECT, related_name="methods"
    )
    processor = models.CharField(_("kept by"), max_length=20, default="stripe")
    customer_ref = models.CharField(_("customer there"), max_length=120)
    processor_ref = models.CharField(_("number there"), max_length=120)
    kind = models.CharField(_("kind"), max_length=5, choices=KINDS, default=CARD)
    brand = models.CharField(_("brand"), max_length=20, blank=True)
    last4 = models.CharField(_("last digits"), max_length=4, blank=True)
    expires_on = models.DateField(_("expires"), null=True, blank=True)
    # What the donor agreed to when it was given: how much, how often, how it ends.
    agreed_words = models.TextField(_("words agreed to"), blank=True)
    added_at = models.DateTimeField(_("stored"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    # The processor's word for it, or ours: "lost_card", "replaced", "erased".
    ended_reason = models.CharField(_("why"), max_length=60, blank=True)

    objects = StoredMethodQuerySet.as_manager()

    class Meta:
        verbose_name = _("stored card or account")
        verbose_name_plural = _("stored cards and accounts")
        ordering = ["-added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["processor", "processor_ref"], name="stored_method_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["card", "debit"]), name="stored_method_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_reason="")
                | (Q(ended_at__isnull=False) & ~Q(ended_reason="")),
                name="stored_method_ended_has_reason",
            ),
        ]

    def __str__(self) -> str:
        name = self.brand.title() or str(self.get_kind_display())
        return f"{name} ···· {self.last4}" if self.last4 else name

    @property
    def is_usable(self) -> bool:
        return self.ended_at is None

    def has_expired(self, today: date) -> bool:
        return self.expires_on is not None and self.expires_on < today

    def end(self, why: str, now: datetime) -> None:
        """Never charged again. Of two who say so, the first stands."""
        left = StoredMethod.objects.usable().filter(pk=self.pk)
        if left.update(ended_at=now, ended_reason=why[:60]):
            self.ended_at, self.ended_reason = now, why[:60]
