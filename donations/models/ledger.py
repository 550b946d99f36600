"""The book of money moved. Entries are added, never changed; a mistake is reversed."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.amounts import HasAmount
from donations.models.donor import Donor
from donations.models.fund import Fund
from donations.models.payment import Payment
from ijm.models import AppendOnly, append_only_triggers

COMES = ("gift", "dispute_in")
GOES = ("refund", "dispute_out", "fee")


class LedgerEntryQuerySet(models.QuerySet["LedgerEntry"]):
    def enter_gift(self, payment: Payment) -> "LedgerEntry":
        """A settled payment, once: its source key is unique."""
        assert payment.received_on is not None
        return self.create(
            kind=LedgerEntry.GIFT,
            effective_on=payment.received_on,
            donor=payment.donor,
            payment=payment,
            fund=payment.fund,
            amount_minor=payment.amount_minor,
            currency=payment.currency,
            source_key=f"payment:{payment.pk}",
        )


class LedgerEntry(HasAmount, AppendOnly):
    GIFT, FEE, CORRECTION = "gift", "fee", "correction"
    KINDS = [
        (GIFT, _("gift")),
        ("refund", _("refund")),
        ("dispute_out", _("dispute, taken")),
        ("dispute_in", _("dispute, returned")),
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
        indexes = [models.Index(fields=["-effective_on"], name="ledger_by_date")]
        triggers = append_only_triggers("ledger")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=COMES, amount_minor__gt=0)
                | Q(kind__in=GOES, amount_minor__lt=0)
                | (Q(kind="correction") & ~Q(amount_minor=0)),
                name="ledger_sign_by_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="correction", reverses__isnull=False)
                | (~Q(kind="correction") & Q(reverses=None)),
                name="ledger_correction_reverses",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
