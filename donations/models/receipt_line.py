"""One gift on one document. Only one of its documents stands at a time."""

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from donations.models.payment import Payment
from donations.models.receipt import Receipt
from donations.models.receipt_guards import LINE_GUARDS
from ijm.money import Money


class ReceiptLine(models.Model):
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="lines")
    payment = models.ForeignKey(
        Payment,
        verbose_name=_("payment"),
        on_delete=models.PROTECT,
        related_name="receipt_lines",
    )
    eligible_minor = models.BigIntegerField(_("amount"))
    live = models.BooleanField(_("stands"), default=True)

    class Meta:
        verbose_name = _("gift on a receipt")
        verbose_name_plural = _("gifts on the receipt")
        ordering = ["pk"]
        triggers = LINE_GUARDS
        constraints = [
            models.UniqueConstraint(
                fields=["payment"],
                condition=Q(live=True),
                name="payment_receipted_once",
            ),
            models.UniqueConstraint(
                fields=["receipt", "payment"], name="receipt_line_once"
            ),
            models.CheckConstraint(
                condition=Q(eligible_minor__gt=0), name="receipt_line_above_zero"
            ),
        ]

    def __str__(self) -> str:
        return str(self.payment)

    @property
    def amount(self) -> Money:
        return Money(self.eligible_minor, self.receipt.currency)


def on_a_document(**columns: Any) -> Exists:
    """For payments: they stand on a document whose line has these columns."""
    return Exists(ReceiptLine.objects.filter(payment=OuterRef("pk"), **columns))
