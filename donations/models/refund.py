"""Money on its way back to a donor: asked for by one person, agreed to by another."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

import pghistory
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.amounts import HasAmount
from donations.models.book_rules import BookRules
from donations.models.payment import Payment
from donations.models.returning import counted_triggers, tell_of_refund
from ijm.models import Changing, StaffMember
from ijm.money import CurrencyMismatch, Money

if TYPE_CHECKING:
    from donations.models.ledger import LedgerEntry

ENDED = ("refused", "failed")
_REFUNDED, _CAME_BACK = "Money was sent back.", "Money sent back came again."
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


class NotThisPerson(Exception):
    """Who asked for a refund cannot agree to it."""


class NotNow(Exception):
    """The refund has gone on meanwhile; that step is no longer possible."""


class RefundQuerySet(models.QuerySet["Refund"]):
    def to_approve(self) -> "RefundQuerySet":
        return self.filter(state=Refund.REQUESTED)

    def to_send(self) -> "RefundQuerySet":
        return self.filter(state=Refund.PENDING)

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


@pghistory.track()
class Refund(HasAmount, Changing):
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
        related_name="+",
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
                | Q(approved_by__isnull=False),
                name="refund_agreed_to",
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

    def approve(self, by: StaffMember, now: datetime) -> None:
        if by == self.requested_by:
            raise NotThisPerson(str(self.pk))
        with transaction.atomic():
            self._hold(self.REQUESTED)
            self.change(state=self.PENDING, approved_by=by, approved_at=now)

    def refuse(self, by: StaffMember | None, reason: str) -> None:
        """By anybody, also who asked: what was not sent can be called off."""
        with transaction.atomic():
            self._hold(self.REQUESTED, self.PENDING)
            self.change(state=self.REFUSED, ended_by=by, ended_reason=reason)

    def pay(self, paid_on: date, processor_ref: str) -> "LedgerEntry":
        """It was sent; the bank's statement has this reference."""
        from donations.models.ledger import LedgerEntry  # ledger imports payment

        with transaction.atomic():
            self._hold(self.PENDING)
            self.change(
                state=self.SUCCEEDED, paid_on=paid_on, processor_ref=processor_ref
            )
            self.payment.undo_receipt(_REFUNDED)
            tell_of_refund(self)
            return LedgerEntry.objects.enter_refund(self)

    def fail(self, by: StaffMember | None, reason: str, today: date) -> None:
        """The bank brought it back: the room is free, the line in the books undone."""
        from donations.models.ledger import LedgerEntry  # ledger imports payment

        with transaction.atomic():
            self._hold(self.PENDING, self.SUCCEEDED)
            self.change(state=self.FAILED, ended_by=by, ended_reason=reason)
            entered = LedgerEntry.objects.filter(source_key=f"refund:{self.pk}").first()
            if entered:
                self.payment.undo_receipt(_CAME_BACK)
                entered.reverse(today, reason)

    def _hold(self, *states: str) -> None:
        self.lock()
        if self.state not in states:
            raise NotNow(str(self.pk))
