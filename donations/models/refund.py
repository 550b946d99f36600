"""Money on its way back to a donor: asked for by one person, agreed to by another.

Its verbs are in `refunding`. Without a person it was sent at its processor itself.
"""

import uuid

import pghistory
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.amounts import HasAmount
from donations.models.book_rules import HISTORY, BookRules
from donations.models.payment import Payment
from donations.models.refunding import Refunding
from donations.models.returning import counted_triggers
from ijm.models import Changing, StaffMember
from ijm.money import CurrencyMismatch, Money

ENDED = ("refused", "failed")
# Whose refunds staff send from the bank account.
BY_HAND = ("offline", HISTORY)
# From state to state; nothing else may become of a row.
STEPS = (
    ">requested",
    ">pending",
    "requested>pending",
    "requested>refused",
    "pending>refused",
    "pending>succeeded",
    "pending>failed",
    "succeeded>failed",
)


class NotRefundable(Exception):
    """More than is left of the payment, or the payment never came, or is disputed."""


class RefundQuerySet(models.QuerySet["Refund"]):
    def to_approve(self) -> "RefundQuerySet":
        return self.filter(state=Refund.REQUESTED)

    def to_send(self) -> "RefundQuerySet":
        return self.filter(state=Refund.PENDING)

    def by_hand(self) -> "RefundQuerySet":
        return self.filter(payment__processor__in=BY_HAND)

    def by_processor(self) -> "RefundQuerySet":
        """Of money that a processor took, and sends back the way it came."""
        return self.exclude(payment__processor__in=BY_HAND)

    def ask(
        self, payment: Payment, amount: Money, reason: str, by: StaffMember
    ) -> "Refund":
        """Claims its part of the payment at once; a small one needs nobody else."""
        if amount.currency != payment.currency:
            raise CurrencyMismatch(f"{amount.currency} and {payment.currency}")
        free = BookRules.current().free_for(amount)
        with transaction.atomic():
            payment.lock()
            disputed = payment.disputes.open().exists()
            if not payment.is_settled or disputed or payment.left < amount:
                raise NotRefundable(str(payment.pk))
            made = self.create(
                payment=payment,
                amount_minor=amount.minor,
                state=Refund.PENDING if amount.minor <= free else Refund.REQUESTED,
                free_up_to_minor=free,
                reason=reason,
                requested_by=by,
            )
            payment.refresh_from_db()
        return made


@pghistory.track(exclude=["asked_at"])
class Refund(Refunding, HasAmount, Changing):
    REQUESTED, PENDING, SUCCEEDED = "requested", "pending", "succeeded"
    REFUSED, FAILED = ENDED
    STATES = [
        (REQUESTED, _("waits for a second person")),
        (PENDING, _("to be sent")),
        (SUCCEEDED, _("sent back")),
        (REFUSED, _("refused")),
        (FAILED, _("came back")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    payment = models.ForeignKey(
        Payment,
        verbose_name=_("payment"),
        on_delete=models.PROTECT,
        related_name="refunds",
    )
    amount_minor = models.BigIntegerField(_("amount"))
    state = models.CharField(
        _("state"), max_length=10, choices=STATES, default=REQUESTED
    )
    reason = models.CharField(_("why"), max_length=300)
    # The rule as it stood: what one person may send back alone.
    free_up_to_minor = models.BigIntegerField(editable=False, default=0)
    requested_by = models.ForeignKey(
        StaffMember,
        verbose_name=_("asked for by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: it was sent at the processor itself."),
    )
    requested_at = models.DateTimeField(_("asked for"), default=timezone.now)
    approved_by = models.ForeignKey(
        StaffMember,
        verbose_name=_("agreed to by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("agreed to"), null=True, blank=True)
    # When its processor was last told of it, or asked: nobody can call it off any more.
    asked_at = models.DateTimeField(
        _("handed to its processor"), null=True, blank=True, editable=False
    )
    paid_on = models.DateField(_("sent on"), null=True, blank=True)
    processor_ref = models.CharField(  # noqa: DJ001  (null where there is none yet)
        _("bank’s reference"), max_length=120, null=True, blank=True, unique=True
    )
    ended_by = models.ForeignKey(
        StaffMember,
        verbose_name=_("ended by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    ended_reason = models.CharField(_("why it ended"), max_length=300, blank=True)
    idempotency_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = RefundQuerySet.as_manager()

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ["-requested_at"]
        permissions = [
            ("make_refund", _("Can ask for refunds and say that they were sent")),
            ("approve_refund", _("Can agree to refunds of others")),
        ]
        indexes = [
            models.Index(
                fields=["state"],
                name="refund_waiting",
                condition=Q(state__in=["requested", "pending"]),
            )
        ]
        triggers = counted_triggers(
            "refund",
            "refunded_minor",
            ("requested", "pending", "succeeded"),
            STEPS,
        )
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="refund_above_zero"
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("requested_by")),
                name="refund_by_two_people",
                violation_error_message=_("Somebody else must agree to this refund."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["pending", "succeeded"])
                | Q(amount_minor__lte=F("free_up_to_minor"))
                | Q(approved_by__isnull=False)
                | Q(requested_by=None),
                name="refund_agreed_to",
            ),
            models.CheckConstraint(
                condition=Q(requested_by__isnull=False)
                | Q(processor_ref__isnull=False, asked_at__isnull=False),
                name="refund_of_nobody_is_the_processors",
            ),
            models.CheckConstraint(
                condition=~Q(state="succeeded")
                | Q(paid_on__isnull=False, processor_ref__isnull=False),
                name="refund_sent_has_date_and_reference",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=ENDED) & ~Q(ended_reason=""))
                | (~Q(state__in=ENDED) & Q(ended_reason="")),
                name="refund_ended_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} · {self.payment.donor}"

    @property
    def currency(self) -> str:  # type: ignore[override]
        return self.payment.currency

    @property
    def is_to_approve(self) -> bool:
        return self.state == self.REQUESTED

    @property
    def is_to_send(self) -> bool:
        return self.state == self.PENDING

    @property
    def is_by_hand(self) -> bool:
        return self.payment.processor in BY_HAND

    @property
    def is_free(self) -> bool:
        """Nothing of it has left the house, so it can still be called off."""
        return self.state in {self.REQUESTED, self.PENDING} and self.asked_at is None
