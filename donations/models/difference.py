"""Where a processor's books and ours differ; and the daily look that finds it out."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from donations.models.payment import Payment
from donations.models.payout import Payout, ProcessorLine
from ijm.models import Changing, StaffMember
from ijm.money import Money


class Comparison(Changing):
    """One look at everything since a day, in parts; `cursor` is where it stands."""

    LINES, PAYOUTS, THEIRS, OURS, OVER = "lines", "payouts", "theirs", "ours", "over"
    STAGES = [
        (LINES, _("reads lines")),
        (PAYOUTS, _("reads payouts")),
        (THEIRS, _("looks for their lines here")),
        (OURS, _("looks for our money there")),
        (OVER, _("done")),
    ]

    processor = models.CharField(_("processor"), max_length=20)
    since = models.DateField(_("since"))
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    stage = models.CharField(_("state"), max_length=7, choices=STAGES, default=LINES)
    cursor = models.CharField(max_length=120, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("daily comparison")
        verbose_name_plural = _("daily comparisons")
        ordering = ["-begun_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="over", ended_at__isnull=False)
                | (~Q(stage="over") & Q(ended_at=None)),
                name="comparison_over_has_date",
            ),
            models.UniqueConstraint(
                fields=["processor"],
                condition=~Q(stage="over"),
                name="comparison_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.processor} {self.begun_at:%d.%m.%Y}"


class DifferenceQuerySet(models.QuerySet["Difference"]):
    def open(self) -> "DifferenceQuerySet":
        """Still there, and nobody has said why that is right."""
        return self.filter(gone_at=None, settled_at=None)


class Difference(Changing):
    HERE, THERE = "missing here", "missing there"
    AMOUNT, FEE, OTHER = "amount", "fee", "other"
    SUM, BANK = "payout sum", "payout bank"
    KINDS = [
        (HERE, _("they moved it, our books do not have it")),
        (THERE, _("our books have it, they do not")),
        (AMOUNT, _("the amounts differ")),
        (FEE, _("the fees differ")),
        (OTHER, _("money of theirs that is no gift")),
        (SUM, _("a payout is not the sum of its lines")),
        (BANK, _("a payout is not on the bank’s statement")),
    ]
    TO_DO = {
        HERE: _(
            "Press “Ask its processor” on the payment, if there is one. If the money "
            "is of another site or was taken by hand there, say so here."
        ),
        THERE: _(
            "Press “Ask its processor” on the payment and look into its pages. If it "
            "never came, take it out of the books there."
        ),
        AMOUNT: _("Look at both, then correct ours; write down here why it differed."),
        FEE: _("Enter the rest in your accounting program, and write it down here."),
        OTHER: _(
            "A charge of theirs, a top-up, a reserve: enter it in your accounting "
            "program, and write it down here."
        ),
        SUM: _("Ask the processor: its own report of this payout says what is in it."),
        BANK: _(
            "Look for it on the statement and say so at the payout; if it is not there "
            "after a week, ask the bank."
        ),
    }

    key = models.CharField(max_length=140, unique=True, editable=False)
    kind = models.CharField(_("what differs"), max_length=13, choices=KINDS)
    processor = models.CharField(_("processor"), max_length=20)
    ours_minor = models.BigIntegerField(null=True, blank=True, editable=False)
    theirs_minor = models.BigIntegerField(null=True, blank=True, editable=False)
    currency = models.CharField(_("currency"), max_length=3)
    payment = models.ForeignKey(
        Payment,
        verbose_name=_("payment"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="differences",
    )
    line = models.ForeignKey(
        ProcessorLine,
        verbose_name=_("their line"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="differences",
    )
    payout = models.ForeignKey(
        Payout,
        verbose_name=_("payout"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="differences",
    )
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    gone_at = models.DateTimeField(_("gone by itself"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        StaffMember,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    settled_reason = models.CharField(_("why"), max_length=300, blank=True)

    objects = DifferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("difference with a processor")
        verbose_name_plural = _("differences with processors")
        ordering = ["-found_at", "-pk"]
        permissions = [("settle_difference", _("Can say why books differ"))]
        indexes = [
            models.Index(
                fields=["-found_at"],
                name="difference_open",
                condition=Q(gone_at=None, settled_at=None),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, settled_reason="")
                | (
                    Q(settled_at__isnull=False, settled_by__isnull=False)
                    & ~Q(settled_reason="")
                ),
                name="difference_settled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.theirs or '–'} / {self.ours or '–'}"

    @property
    def ours(self) -> Money | None:
        return self._money(self.ours_minor)

    @property
    def theirs(self) -> Money | None:
        return self._money(self.theirs_minor)

    @property
    def to_do(self) -> Promise:
        return self.TO_DO[self.kind]

    @property
    def is_open(self) -> bool:
        return self.gone_at is None and self.settled_at is None

    def settle(self, by: StaffMember, why: str) -> None:
        self.change(settled_at=timezone.now(), settled_by=by, settled_reason=why[:300])

    def _money(self, minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, self.currency)
