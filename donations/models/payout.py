"""A processor's own books as it shows them: each line, and each payout to our bank."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.amounts import HasAmount
from donations.models.bank import BankLine
from ijm.models import Changing, StaffMember
from ijm.money import Money


class PayoutQuerySet(models.QuerySet["Payout"]):
    def unseen(self) -> "PayoutQuerySet":
        """Sent, and on no statement of our bank yet."""
        return self.filter(bank_line=None).exclude(state__in=Payout.CAME_TO_NOTHING)


class Payout(HasAmount, Changing):
    """Equal to the sum of its lines, and to one line of a bank statement."""

    CAME_TO_NOTHING = ("failed", "canceled")
    STATES = [
        ("pending", _("to be sent")),
        ("in_transit", _("on its way")),
        ("paid", _("sent")),
        ("failed", _("came back")),
        ("canceled", _("called off")),
    ]

    processor = models.CharField(_("processor"), max_length=20)
    number = models.CharField(_("its number"), max_length=120)
    amount_minor = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    arrives_on = models.DateField(_("arrives on"))
    state = models.CharField(_("state"), max_length=10, choices=STATES)
    # Unknown until its lines were read.
    lines_minor = models.BigIntegerField(null=True, blank=True, editable=False)
    bank_line = models.OneToOneField(
        BankLine,
        verbose_name=_("line of the bank"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="payout",
    )
    matched_by = models.ForeignKey(
        StaffMember,
        verbose_name=_("found by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: by its amount, day and text."),
    )

    objects = PayoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("payout")
        verbose_name_plural = _("payouts")
        ordering = ["-arrives_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["processor", "number"], name="payout_once"),
            models.CheckConstraint(
                condition=Q(matched_by=None) | Q(bank_line__isnull=False),
                name="payout_found_has_line",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} · {self.arrives_on:%d.%m.%Y}"

    @property
    def sum_of_lines(self) -> Money | None:
        if self.lines_minor is None:
            return None
        return Money(self.lines_minor, self.currency)

    @property
    def awaits_its_line(self) -> bool:
        return self.bank_line_id is None and self.state not in self.CAME_TO_NOTHING


class ProcessorLine(HasAmount, Changing):
    """As it stands there. `own` is what the donor gave or got, in their currency."""

    KINDS = [
        ("charge", _("gift")),
        ("refund", _("refund")),
        ("return", _("refund that came back")),
        ("dispute", _("dispute")),
        ("payout", _("payout")),
        ("other", _("something else")),
    ]

    processor = models.CharField(_("processor"), max_length=20)
    number = models.CharField(_("its number"), max_length=120)
    kind = models.CharField(_("what"), max_length=7, choices=KINDS)
    said = models.CharField(_("in the processor’s words"), max_length=60, blank=True)
    amount_minor = models.BigIntegerField(_("amount"))
    fee_minor = models.BigIntegerField(_("fee"), default=0)
    currency = models.CharField(_("currency"), max_length=3)
    own_minor = models.BigIntegerField(default=0, editable=False)
    own_currency = models.CharField(max_length=3, editable=False)
    moved_on = models.DateField(_("day"))
    source = models.CharField(_("about"), max_length=120, blank=True)
    payment_ref = models.CharField(_("payment there"), max_length=120, blank=True)
    payout = models.ForeignKey(
        Payout,
        verbose_name=_("payout"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lines",
    )
    read_at = models.DateTimeField(_("read"), default=timezone.now)

    class Meta:
        verbose_name = _("line of a processor")
        verbose_name_plural = _("lines of processors")
        ordering = ["-moved_on", "-pk"]
        indexes = [
            models.Index(fields=["payment_ref"], name="processor_line_of_payment"),
            models.Index(fields=["source"], name="processor_line_about"),
            models.Index(fields=["-moved_on", "-id"], name="processor_line_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["processor", "number"], name="processor_line_once"
            ),
            models.CheckConstraint(
                condition=Q(own_minor__gte=0), name="processor_line_own_not_below_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount} · {self.moved_on:%d.%m.%Y}"

    @property
    def fee(self) -> Money:
        return Money(self.fee_minor, self.currency)

    @property
    def own(self) -> Money:
        return Money(self.own_minor, self.own_currency)


NET = F("amount_minor") - F("fee_minor")
