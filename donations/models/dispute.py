"""A donor's bank takes a payment back. Staff write it down; a processor may, too."""

import uuid
from datetime import date
from typing import TYPE_CHECKING

import pghistory
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.amounts import HasAmount
from donations.models.payment import Payment
from donations.models.returning import counted_triggers
from ijm.models import Changing, StaffMember
from ijm.money import CurrencyMismatch, Money

if TYPE_CHECKING:
    from donations.models.ledger import LedgerEntry

OVER = ("won", "lost", "withdrawn")
# From state to state; nothing else may become of a row.
STEPS = (
    ">inquiry",
    ">open",
    "inquiry>open",
    "inquiry>withdrawn",
    "open>won",
    "open>lost",
    "lost>won",
)


class NotDisputable(Exception):
    """More than is left of the payment, or the payment never came."""


class DisputeOver(Exception):
    """The dispute has been decided already."""


def _stop_asking(payment: Payment, reason: str) -> None:
    """Whoever disputes a gift is not asked for the next one, whatever comes of it."""
    pledge = payment.instalment.pledge if payment.instalment else None
    if pledge and not pledge.is_ended:
        pledge.lapse(timezone.now(), str(_("disputed: %s")) % reason)


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def open(self) -> "DisputeQuerySet":
        """Not decided: the money is away, or the bank has only asked."""
        return self.exclude(state__in=OVER)

    def begin(
        self,
        payment: Payment,
        amount: Money,
        opened_on: date,
        state: str = "open",
        **columns: object,
    ) -> "Dispute":
        """Refunds nobody has agreed to are called off: the bank is faster."""
        if amount.currency != payment.currency:
            raise CurrencyMismatch(f"{amount.currency} and {payment.currency}")
        with transaction.atomic():
            payment.lock()
            for asked in payment.refunds.to_approve():
                asked.refuse(None, str(_("The donor’s bank took it back.")))
            payment.refresh_from_db()
            if not payment.is_settled or payment.left < amount:
                raise NotDisputable(str(payment.pk))
            made = self.create(
                payment=payment,
                amount_minor=amount.minor,
                opened_on=opened_on,
                state=state,
                **columns,
            )
            if state == Dispute.OPEN:
                made.enter_taken()
            _stop_asking(payment, str(columns.get("reason", "")))
            payment.refresh_from_db()
        return made


@pghistory.track()
class Dispute(HasAmount, Changing):
    INQUIRY, OPEN = "inquiry", "open"
    WON, LOST, WITHDRAWN = OVER
    STATES = [
        (INQUIRY, _("the bank asks")),
        (OPEN, _("the bank took it")),
        (WON, _("won, returned to us")),
        (LOST, _("lost")),
        (WITHDRAWN, _("asked, and nothing came of it")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    payment = models.ForeignKey(
        Payment,
        verbose_name=_("payment"),
        on_delete=models.PROTECT,
        related_name="disputes",
    )
    amount_minor = models.BigIntegerField(_("amount"))
    fee_minor = models.BigIntegerField(_("the bank’s fee"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=STATES, default=OPEN)
    opened_on = models.DateField(_("begun on"))
    answer_by = models.DateField(_("answer until"), null=True, blank=True)
    ended_on = models.DateField(_("decided on"), null=True, blank=True)
    reason = models.CharField(_("why, as the bank says"), max_length=300, blank=True)
    processor_ref = models.CharField(  # noqa: DJ001  (null where there is none)
        _("bank’s reference"), max_length=120, null=True, blank=True, unique=True
    )
    recorded_by = models.ForeignKey(
        StaffMember,
        verbose_name=_("written down by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        ordering = ["-opened_on", "pk"]
        permissions = [("record_dispute", _("Can write down disputes"))]
        indexes = [
            models.Index(
                fields=["answer_by"],
                name="dispute_undecided",
                condition=Q(state__in=["inquiry", "open"]),
            )
        ]
        triggers = counted_triggers(
            "dispute", "disputed_minor", ("open", "lost"), STEPS
        )
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="dispute_above_zero"
            ),
            models.CheckConstraint(
                condition=Q(fee_minor__gte=0), name="dispute_fee_not_below_zero"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OVER, ended_on__isnull=False)
                | (~Q(state__in=OVER) & Q(ended_on=None)),
                name="dispute_decided_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} · {self.payment.donor}"

    @property
    def currency(self) -> str:  # type: ignore[override]
        return self.payment.currency

    @property
    def fee(self) -> Money:
        return Money(self.fee_minor, self.currency)

    @property
    def is_inquiry(self) -> bool:
        return self.state == self.INQUIRY

    @property
    def is_open(self) -> bool:
        return self.state not in OVER

    def take(self, day: date) -> None:
        """What began as a question: now the bank has taken the money."""
        with transaction.atomic():
            self._hold(self.INQUIRY)
            self.change(state=self.OPEN, opened_on=day)
            self.enter_taken()

    def win(self, day: date) -> "LedgerEntry":
        """The money is back, even if it was called lost before. The fee stays."""
        from donations.models.ledger import LedgerEntry  # ledger imports payment

        with transaction.atomic():
            self._hold(self.OPEN, self.LOST)
            self.change(state=self.WON, ended_on=day)
            return LedgerEntry.objects.enter_returned(self)

    def lose(self, day: date) -> None:
        """Nothing moves: the money went when the dispute began."""
        with transaction.atomic():
            self._hold(self.OPEN)
            self.change(state=self.LOST, ended_on=day)
            self.payment.undo_receipt("The donor’s bank took it back.")

    def drop(self, day: date) -> None:
        """The bank asked, was answered, and took nothing."""
        with transaction.atomic():
            self._hold(self.INQUIRY)
            self.change(state=self.WITHDRAWN, ended_on=day)

    def enter_taken(self) -> None:
        from donations.models.ledger import LedgerEntry  # ledger imports payment

        LedgerEntry.objects.enter_taken(self)

    def _hold(self, *states: str) -> None:
        self.lock()
        if self.state not in states:
            raise DisputeOver(str(self.pk))
