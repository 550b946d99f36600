"""A payment and its tax document: when one may be written, and what undoes it."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

if TYPE_CHECKING:
    from donations.models.payment import Payment


class ReceiptedQuerySet(models.QuerySet["Payment"]):
    def receiptable(self) -> Self:
        """Settled, on no document, something left of it, and nothing of it in motion.

        A refund or dispute that nobody has decided waits: a document would say too
        much or too little.
        """
        from donations.models.dispute import Dispute  # these import payment
        from donations.models.receipt_line import on_a_document
        from donations.models.refund import Refund

        refunds = Refund.objects.filter(payment=OuterRef("pk"))
        disputes = Dispute.objects.filter(payment=OuterRef("pk"))
        return self.filter(
            ~on_a_document(live=True),
            ~Exists(refunds.to_approve() | refunds.to_send()),
            ~Exists(disputes.open()),
            state="succeeded",
            receipted_elsewhere=False,
            amount_minor__gt=F("refunded_minor") + F("disputed_minor"),
        )

    def unpromised(self) -> Self:
        """Without those for which a replacement is due: that comes first."""
        from donations.models.receipt_line import on_a_document

        return self.filter(
            ~on_a_document(receipt__voided__to_replace=True, receipt__replaced_by=None)
        )


class Receipted:
    """Of one payment."""

    def undo_receipt(self: "Payment", reason: str) -> None:
        """What was said of this gift is no longer true: void it, another is due."""
        line = self.receipt_lines.filter(live=True).select_related("receipt").first()
        if line:
            line.receipt.void(reason, timezone.now(), to_replace=True)
