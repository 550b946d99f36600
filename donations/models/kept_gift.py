"""What reports count as a gift: a view of the database, with its definition there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from donations.models.donor import Donor
from donations.models.fund import Campaign, Fund
from donations.models.instalment import Instalment


class KeptGift(models.Model):
    """Money that came and is still here, in whole or in part, under who stands now."""

    id = models.UUIDField(primary_key=True, editable=False)
    donor = models.ForeignKey(Donor, on_delete=models.DO_NOTHING, related_name="+")
    received_on = models.DateField(_("received on"))
    minor = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    fund = models.ForeignKey(Fund, on_delete=models.DO_NOTHING, related_name="+")
    campaign = models.ForeignKey(
        Campaign, on_delete=models.DO_NOTHING, null=True, related_name="+"
    )
    instalment = models.ForeignKey(
        Instalment, on_delete=models.DO_NOTHING, null=True, related_name="+"
    )
    source_path = models.CharField(_("began on"), max_length=200)

    class Meta:
        managed = False
        db_table = "donations_keptgift"
        default_permissions = ("view",)
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def __str__(self) -> str:
        return f"{self.received_on:%Y-%m-%d}"
