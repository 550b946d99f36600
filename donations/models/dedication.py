"""For whom somebody gives. The giver and staff read it; it is never shown in public."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from donations.models.payment import Payment
from donations.models.pledge import Pledge
from ijm.models import Changing

LONGEST_MESSAGE = 300


class DedicationQuerySet(models.QuerySet["Dedication"]):
    def of(self, made: "Payment | Pledge") -> "Dedication | None":
        """A payment of a pledge has the pledge's."""
        if isinstance(made, Pledge):
            return self.filter(pledge=made).first()
        if made.instalment:
            return self.filter(pledge=made.instalment.pledge_id).first()
        return self.filter(payment=made).first()


class Dedication(Changing):
    HONOUR, MEMORY = "honour", "memory"
    KINDS = [(HONOUR, _("In honour of")), (MEMORY, _("In memory of"))]

    payment = models.OneToOneField(
        Payment, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("gift")
    )
    pledge = models.OneToOneField(
        Pledge,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("pledge"),
    )
    kind = models.CharField(_("how"), max_length=6, choices=KINDS)
    name = models.CharField(_("name"), max_length=200)
    message = models.TextField(_("words"), max_length=LONGEST_MESSAGE, blank=True)

    objects = DedicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("dedication")
        verbose_name_plural = _("dedications")
        constraints = [
            models.CheckConstraint(
                condition=Q(payment=None, pledge__isnull=False)
                | Q(payment__isnull=False, pledge=None),
                name="dedication_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["honour", "memory"]),
                name="dedication_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"
