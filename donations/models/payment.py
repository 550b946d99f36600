"""One try to move money. A gift that has not arrived yet is a try as well."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

import pghistory
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations import reference
from donations.models.amounts import HasAmount
from donations.models.donor import Donor
from donations.models.fund import Campaign, Fund
from donations.models.instalment import Instalment
from ijm.models import Changing

if TYPE_CHECKING:
    from donations.models.ledger import LedgerEntry

OVER = ("failed", "abandoned")


class NotSettleable(Exception):
    """The payment has come to an end already."""


class PaymentQuerySet(models.QuerySet["Payment"]):
    def settled(self) -> "PaymentQuerySet":
        return self.filter(state=Payment.SUCCEEDED)

    def awaited(self) -> "PaymentQuerySet":
        """Gifts promised by bank transfer whose money has not been recorded."""
        return self.filter(state=Payment.CREATED, processor="offline")


@pghistory.track()
class Payment(HasAmount, Changing):
    CREATED, SUBMITTED, SUCCEEDED = "created", "submitted", "succeeded"
    FAILED, ABANDONED = OVER
    STATES = [
        (CREATED, _("awaited")),
        (SUBMITTED, _("submitted")),
        ("requires_action", _("waits for the donor")),
        ("processing", _("being processed")),
        ("unknown", _("unknown")),
        (SUCCEEDED, _("received")),
        (FAILED, _("failed")),
        (ABANDONED, _("given up")),
    ]
    METHODS = [
        ("transfer", _("bank transfer")),
        ("standing order", _("standing order")),
        ("cheque", _("cheque")),
        ("cash", _("cash")),
        ("card", _("card")),
        ("debit", _("direct debit")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Null where there is none: unique needs it, and a space would be taken once.
    reference = models.CharField(  # noqa: DJ001
        _("reference"), max_length=12, unique=True, null=True, blank=True
    )
    donor = models.ForeignKey(
        Donor,
        verbose_name=_("donor"),
        on_delete=models.PROTECT,
        related_name="payments",
    )
    instalment = models.ForeignKey(
        Instalment,
        verbose_name=_("instalment"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="payments",
    )
    fund = models.ForeignKey(Fund, verbose_name=_("fund"), on_delete=models.PROTECT)
    campaign = models.ForeignKey(
        Campaign,
        verbose_name=_("campaign"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )
    processor = models.CharField(_("paid by"), max_length=20, default="offline")
    processor_ref = models.CharField(  # noqa: DJ001  (the same)
        _("processor's number"), max_length=120, null=True, blank=True
    )
    idempotency_key = models.CharField(max_length=80, unique=True, editable=False)
    method = models.CharField(_("how"), max_length=14, choices=METHODS, blank=True)
    amount_minor = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    state = models.CharField(_("state"), max_length=16, choices=STATES, default=CREATED)
    received_on = models.DateField(
        _("received on"),
        null=True,
        blank=True,
        help_text=_("The day on the bank statement; it decides the tax year."),
    )
    source_path = models.CharField(_("began on"), max_length=200, blank=True)
    source_edition = models.PositiveBigIntegerField(null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("made"), default=timezone.now)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-created_at"]
        permissions = [("record_payment", _("Can record money that arrived"))]
        indexes = [
            models.Index(fields=["-created_at"], name="payment_newest"),
            models.Index(fields=["-received_on"], name="payment_received"),
            models.Index(
                fields=["created_at"],
                name="payment_awaited",
                condition=Q(state="created"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["processor", "processor_ref"], name="payment_processor_ref_once"
            ),
            models.UniqueConstraint(
                fields=["instalment"],
                condition=~Q(state__in=OVER),
                name="payment_one_open_or_paid",
                violation_error_message=_("This instalment has its payment already."),
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0),
                name="payment_above_zero",
                violation_error_message=_("Enter an amount above zero."),
            ),
            models.CheckConstraint(
                condition=Q(state="succeeded", received_on__isnull=False)
                | (~Q(state="succeeded") & Q(received_on=None)),
                name="payment_received_has_date",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "created",
                        "submitted",
                        "requires_action",
                        "processing",
                        "unknown",
                        "succeeded",
                        "failed",
                        "abandoned",
                    ]
                ),
                name="payment_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} · {self.donor}"

    @property
    def is_settled(self) -> bool:
        return self.state == self.SUCCEEDED

    @property
    def known_by(self) -> str:
        """The reference a donor would recognise it by."""
        return self.reference or (
            self.instalment.pledge.reference if self.instalment else ""
        )

    def settle(self, received_on: date, method: str = "") -> "LedgerEntry":
        """The money is here: the row, its instalment and the ledger, together."""
        from donations.models.ledger import LedgerEntry  # ledger imports payment

        with transaction.atomic():
            held = Payment.objects.select_for_update().get(pk=self.pk)
            if held.state in (self.SUCCEEDED, *OVER):
                raise NotSettleable(str(self.pk))
            self.change(
                state=self.SUCCEEDED,
                received_on=received_on,
                method=method or held.method,
            )
            if self.instalment:
                self.instalment.settle(self)
            return LedgerEntry.objects.enter_gift(self)


def mint_gift_reference() -> str:
    found = reference.mint(reference.GIFT)
    taken = Payment.objects.filter(reference=found).exists()
    return mint_gift_reference() if taken else found
