"""Two donors that look alike, and somebody has looked: they are two."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.donor import Donor
from ijm.models import StaffMember


class NotTheSame(models.Model):
    """Kept in one order, so that a pair is one row."""

    first = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Donor, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        StaffMember, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("pair that is not the same")
        verbose_name_plural = _("pairs that are not the same")
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], name="not_the_same_once"
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="not_the_same_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
