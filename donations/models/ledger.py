"""The book of money moved. Entries are added, never changed; a mistake is reversed."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.amounts import HasCosts
from donations.models.campaign_move import TELLS_ITS_CAMPAIGN
from donations.models.donor import Donor
from donations.models.fund import Fund
from donations.models.month_event import IN_OPEN_MONTH, MonthEvent
from donations.models.payment import Payment
from ijm.models import AppendOnly, append_only_triggers
from ijm.money import Money

if TYPE_CHECKING:
    from donations.models.dispute import Dispute
    from donations.models.refund import Refund

COMES = ("gift", "dispute_in")
GOES = ("refund", "dispute_out", "fee")


class LedgerEntryQuerySet(models.QuerySet["LedgerEntry"]):
    def of_gifts(self) -> "LedgerEntryQuerySet":
        """What came and went of gifts: no fees, and no corrections of fees."""
        fees = Q(kind=LedgerEntry.FEE) | Q(reverses__kind=LedgerEntry.FEE)
        return self.exclude(fees)

    def enter_gift(self, payment: Payment) -> "LedgerEntry":
        """A settled payment, once: its source key is unique.

        One that was taken back and then came all the same has a number behind it.
        """
        assert payment.received_on is not None
        before = payment.entries.filter(kind=LedgerEntry.GIFT).count()
        again = f":{before + 1}" if before else ""
        return self._enter(
            LedgerEntry.GIFT,
            payment,
            payment.amount_minor,
            payment.received_on,
            f"payment:{payment.pk}{again}",
            payment.costs_minor,
        )

    def enter_fee(self, payment: Payment, fee: Money) -> "LedgerEntry":
        """What the processor kept of a gift, apart from the gift, as accountants do."""
        assert payment.received_on is not None
        return self.enter(
            payment.received_on,
            kind=LedgerEntry.FEE,
            donor_id=payment.donor_id,
            payment=payment,
            fund_id=payment.fund_id,
            amount_minor=-fee.minor,
            currency=fee.currency,
            source_key=f"payment:{payment.pk}:fee",
        )

    def enter_refund(self, refund: "Refund") -> "LedgerEntry":
        assert refund.paid_on is not None
        return self._enter(
            LedgerEntry.REFUND,
            refund.payment,
            -refund.amount_minor,
            refund.paid_on,
            f"refund:{refund.pk}",
            -self._costs_going(refund.payment, refund.amount_minor),
        )

    def enter_taken(self, dispute: "Dispute") -> "LedgerEntry":
        """What the donor's bank took, and the fee for it apart."""
        day, key = dispute.opened_on, f"dispute:{dispute.pk}"
        payment, fee = dispute.payment, dispute.fee_minor
        if fee:
            self._enter(LedgerEntry.FEE, payment, -fee, day, f"{key}:fee")
        costs = self._costs_going(payment, dispute.amount_minor)
        return self._enter(
            LedgerEntry.DISPUTE_OUT,
            payment,
            -dispute.amount_minor,
            day,
            f"{key}:out",
            -costs,
        )

    def enter_returned(self, dispute: "Dispute") -> "LedgerEntry":
        assert dispute.ended_on is not None
        taken = self.filter(source_key=f"dispute:{dispute.pk}:out").first()
        return self._enter(
            LedgerEntry.DISPUTE_IN,
            dispute.payment,
            dispute.amount_minor,
            dispute.ended_on,
            f"dispute:{dispute.pk}:in",
            -taken.costs_minor if taken else 0,
        )

    def _costs_going(self, payment: Payment, minor: int) -> int:
        """Of what goes back: the gift goes first, what was added for costs last."""
        held = self.of_gifts().filter(payment=payment)
        sums = held.aggregate(amount=Sum("amount_minor"), costs=Sum("costs_minor"))
        gift = (sums["amount"] or 0) - (sums["costs"] or 0)
        return max(0, minor - gift)

    def _enter(
        self,
        kind: str,
        payment: Payment,
        minor: int,
        day: date,
        source_key: str,
        costs: int = 0,
    ) -> "LedgerEntry":
        return self.enter(
            day,
            kind=kind,
            donor_id=payment.donor_id,
            payment=payment,
            fund_id=payment.fund_id,
            amount_minor=minor,
            costs_minor=costs,
            currency=payment.currency,
            source_key=source_key,
        )

    def enter(self, day: date, note: str = "", **columns: Any) -> "LedgerEntry":
        """On its day; where that month is closed, on the first of the next open one."""
        with transaction.atomic():
            open_day = MonthEvent.objects.open_day(day)
            if open_day != day:
                note = f"{day.isoformat()} · {note}".removesuffix(" · ")
            return self.create(effective_on=open_day, note=note[:200], **columns)


class LedgerEntry(HasCosts, AppendOnly):
    GIFT, REFUND, FEE, CORRECTION = "gift", "refund", "fee", "correction"
    DISPUTE_OUT, DISPUTE_IN = "dispute_out", "dispute_in"
    KINDS = [
        (GIFT, _("gift")),
        (REFUND, _("refund")),
        (DISPUTE_OUT, _("dispute, taken")),
        (DISPUTE_IN, _("dispute, returned")),
        (FEE, _("fee")),
        (CORRECTION, _("correction")),
    ]

    posted_at = models.DateTimeField(_("entered"), default=timezone.now)
    effective_on = models.DateField(_("date"))
    donor = models.ForeignKey(Donor, on_delete=models.PROTECT, verbose_name=_("donor"))
    payment = models.ForeignKey(
        Payment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("payment"),
        related_name="entries",
    )
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, verbose_name=_("fund"))
    kind = models.CharField(_("kind"), max_length=12, choices=KINDS)
    amount_minor = models.BigIntegerField(_("amount"))
    costs_minor = models.BigIntegerField(_("of it, towards costs"), default=0)
    currency = models.CharField(_("currency"), max_length=3)
    source_key = models.CharField(_("source"), max_length=120, unique=True)
    reverses = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("takes back"),
        related_name="reversed_by",
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        ordering = ["-effective_on", "-pk"]
        indexes = [
            models.Index(fields=["-effective_on"], name="ledger_by_date"),
            # The few that are looked for among millions of gifts.
            models.Index(
                fields=["kind", "-effective_on"],
                name="ledger_but_gifts",
                condition=~Q(kind="gift"),
            ),
        ]
        triggers = [*append_only_triggers("ledger"), IN_OPEN_MONTH, TELLS_ITS_CAMPAIGN]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=COMES, amount_minor__gt=0)
                | Q(kind__in=GOES, amount_minor__lt=0)
                | (Q(kind="correction") & ~Q(amount_minor=0)),
                name="ledger_sign_by_kind",
            ),
            models.CheckConstraint(
                condition=Q(costs_minor=0)
                | Q(costs_minor__gt=0, costs_minor__lte=F("amount_minor"))
                | Q(costs_minor__lt=0, costs_minor__gte=F("amount_minor")),
                name="ledger_costs_within_amount",
            ),
            models.CheckConstraint(
                condition=Q(kind="correction", reverses__isnull=False)
                | (~Q(kind="correction") & Q(reverses=None)),
                name="ledger_correction_reverses",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"

    def reverse(self, day: date, note: str) -> "LedgerEntry":
        """Take it back by a line of its own: what was written stays to be read."""
        return LedgerEntry.objects.enter(
            day,
            note,
            kind=LedgerEntry.CORRECTION,
            donor=self.donor,
            payment=self.payment,
            fund=self.fund,
            amount_minor=-self.amount_minor,
            costs_minor=-self.costs_minor,
            currency=self.currency,
            source_key=f"takes back:{self.pk}",
            reverses=self,
        )
