"""A giver in Britain ticked the Gift Aid box: the words, and what HMRC asks to know.

Evidence only. What is claimed by it, and for which gifts, is decided elsewhere.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from donations.models.agreement import Agreement
from donations.models.payment import Payment
from donations.models.pledge import Pledge
from ijm.models import AppendOnly, append_only_triggers


class GiftAidTickQuerySet(models.QuerySet["GiftAidTick"]):
    def about(self, made: Payment | Pledge) -> "GiftAidTickQuerySet":
        if isinstance(made, Pledge):
            return self.filter(agreement__pledge=made)
        return self.filter(agreement__payment=made)


class GiftAidTick(AppendOnly):
    """Widths are those of a line of HMRC's claim."""

    agreement = models.OneToOneField(
        Agreement,
        on_delete=models.PROTECT,
        related_name="gift_aid",
        verbose_name=_("agreement"),
    )
    version = models.CharField(_("version of the words"), max_length=20)
    words = models.TextField(_("words agreed to"))
    ticked_at = models.DateTimeField(_("ticked"))
    title = models.CharField(_("title"), max_length=4, blank=True)
    first_name = models.CharField(_("first name"), max_length=35)
    last_name = models.CharField(_("last name"), max_length=35)
    house = models.CharField(_("house"), max_length=40)
    postcode = models.CharField(_("postcode"), max_length=10)

    objects = GiftAidTickQuerySet.as_manager()

    class Meta:
        verbose_name = _("Gift Aid box")
        verbose_name_plural = _("Gift Aid boxes")
        ordering = ["-ticked_at"]
        triggers = append_only_triggers("gift_aid_tick")

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"
