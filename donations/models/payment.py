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
from donations.models.amounts import HasCosts, costs_fit
from donations.models.donor import Donor
from donations.models.fund import Campaign, Fund
from donations.models.instalment import Instalment
from donations.models.receipted import Receipted, ReceiptedQuerySet
from donations.models.returning import (
    KEPT,
    RECEIVED_IS_FIXED,
    Returning,
    whole_at_most,
)
from donations.models.stored_method import StoredMethod
from ijm.models import Changing

if TYPE_CHECKING:
    from donations.models.ledger import LedgerEntry

OPEN = ("created", "submitted", "requires_action", "processing", "unknown")
OVER = ("failed", "abandoned")


class NotSettleable(Exception):
    """The payment has come to an end already."""


class PaymentQuerySet(ReceiptedQuerySet):
    def settled(self) -> "PaymentQuerySet":
        return self.filter(state=Payment.SUCCEEDED)

    def awaited(self) -> "PaymentQuerySet":
        """Gifts promised by bank transfer whose money has not been recorded."""
        return self.filter(state=Payment.CREATED, processor="offline")

    def open(self) -> "PaymentQuerySet":
        """With a processor, and no end of it known yet."""
        return self.exclude(processor="offline").filter(state__in=OPEN)


@pghistory.track(exclude=["asked_at"])
class Payment(Returning, Receipted, HasCosts, Changing):
    CREATED, SUBMITTED, SUCCEEDED = "created", "submitted", "succeeded"
    REQUIRES_ACTION, PROCESSING = "requires_action", "processing"
    UNKNOWN = "unknown"
    FAILED, ABANDONED = OVER
    STATES = [
        (CREATED, _("awaited")),
        (SUBMITTED, _("submitted")),
        (REQUIRES_ACTION, _("waits for the donor")),
        (PROCESSING, _("being processed")),
        (UNKNOWN, _("unknown")),
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
        Donor, models.PROTECT, verbose_name=_("donor"), related_name="payments"
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
        Campaign, models.PROTECT, verbose_name=_("campaign"), null=True, blank=True
    )
    processor = models.CharField(_("paid by"), max_length=20, default="offline")
    processor_ref = models.CharField(  # noqa: DJ001  (the same)
        _("processor's number"), max_length=120, null=True, blank=True
    )
    stored_method = models.ForeignKey(
        StoredMethod, models.PROTECT, null=True, blank=True, related_name="payments"
    )
    idempotency_key = models.CharField(max_length=80, unique=True, editable=False)
    method = models.CharField(_("how"), max_length=14, choices=METHODS, blank=True)
    amount_minor = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    costs_minor = models.BigIntegerField(
        _("of it, towards costs"), default=0, editable=False
    )
    anonymous = models.BooleanField(
        _("not to be named in public"), default=False, editable=False
    )
    # Claimed by refunds and taken by disputes; only their triggers write these two.
    refunded_minor = models.BigIntegerField(default=0, editable=False)
    disputed_minor = models.BigIntegerField(default=0, editable=False)
    state = models.CharField(_("state"), max_length=16, choices=STATES, default=CREATED)
    received_on = models.DateField(
        _("received on"),
        null=True,
        blank=True,
        help_text=_("The day on the bank statement; it decides the tax year."),
    )
    # The processor's word for why it failed; for staff, never for the donor.
    failure_code = models.CharField(_("why it failed"), max_length=60, blank=True)
    # When its processor was last asked about it, or told to collect.
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    source_path = models.CharField(_("began on"), max_length=200, blank=True)
    source_story = models.ForeignKey(
        "stories.Story",
        verbose_name=_("began on the story"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    receipted_elsewhere = models.BooleanField(_("receipted elsewhere"), default=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-created_at"]
        permissions = [
            ("record_payment", _("Can record money that arrived")),
            ("settle_payment", _("Can say what became of a payment in doubt")),
        ]
        indexes = [
            models.Index(fields=["-created_at"], name="payment_newest"),
            models.Index(fields=["-received_on"], name="payment_received"),
            models.Index(fields=["method", "-created_at"], name="payment_by_method"),
            models.Index(
                fields=["donor", "received_on"], name="payment_kept", condition=KEPT
            ),
            models.Index(
                fields=["state", "created_at"],
                name="payment_but_received",
                condition=~Q(state="succeeded"),
            ),
            models.Index(
                fields=["source_story", "-created_at"],
                name="payment_from_story",
                condition=Q(source_story__isnull=False),
            ),
            models.Index(
                fields=["asked_at"],
                name="payment_open",
                condition=Q(state__in=[*OPEN]) & ~Q(processor="offline"),
            ),
        ]
        triggers = [RECEIVED_IS_FIXED]
        constraints = [
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0, disputed_minor__gte=0),
                name="payment_gone_not_below_zero",
            ),
            models.CheckConstraint(
                condition=whole_at_most(), name="payment_goes_back_once"
            ),
            models.CheckConstraint(
                condition=Q(state="succeeded") | Q(refunded_minor=0, disputed_minor=0),
                name="payment_went_back_after_it_came",
            ),
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
                condition=costs_fit(), name="payment_costs_leave_a_gift"
            ),
            models.CheckConstraint(
                condition=Q(state="succeeded", received_on__isnull=False)
                | (~Q(state="succeeded") & Q(received_on=None)),
                name="payment_received_has_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*OPEN, "succeeded", *OVER]),
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
    return reference.mint(reference.GIFT, Payment.objects)
