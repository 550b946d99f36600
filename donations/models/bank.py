"""The charity's bank accounts, the files their statements came in, and each line."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.amounts import HasAmount
from donations.models.payment import Payment
from ijm.models import Changing, StaffMember

KINDS = [("csv", _("CSV table")), ("camt", _("CAMT.053")), ("ofx", _("OFX"))]


@pghistory.track()
class BankAccount(Changing):
    name = models.CharField(
        _("name"), max_length=80, unique=True, help_text=_("As staff call it.")
    )
    currency = models.CharField(_("currency"), max_length=3, default="AUD")
    # What staff said of its CSV files; see donations.bank.table.Columns.
    columns = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class BankFile(Changing):
    """Looked at first; its bytes are kept only until it is taken in or dropped."""

    LOOKED, TAKEN, DROPPED = "looked", "taken", "dropped"
    STATES = [
        (LOOKED, _("waits to be taken in")),
        (TAKEN, _("taken in")),
        (DROPPED, _("thrown away")),
    ]

    account = models.ForeignKey(
        BankAccount, verbose_name=_("account"), on_delete=models.PROTECT
    )
    name = models.CharField(_("file"), max_length=200)
    kind = models.CharField(_("kind"), max_length=4, choices=KINDS)
    content = models.BinaryField(blank=True, default=b"")
    state = models.CharField(_("state"), max_length=7, choices=STATES, default=LOOKED)
    sent_by = models.ForeignKey(
        StaffMember,
        verbose_name=_("sent in by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    sent_at = models.DateTimeField(_("sent in"), default=timezone.now)
    fresh = models.PositiveIntegerField(_("new lines"), default=0)
    known = models.PositiveIntegerField(_("lines known before"), default=0)
    matched = models.PositiveIntegerField(_("matched at once"), default=0)

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_waiting(self) -> bool:
        return self.state == self.LOOKED


class BankLineQuerySet(models.QuerySet["BankLine"]):
    def unallocated(self) -> "BankLineQuerySet":
        """Money that came, and nobody has said whose it is."""
        return self.filter(state=BankLine.NEW)


@pghistory.track(pghistory.UpdateEvent())
class BankLine(HasAmount, Changing):
    NEW, MATCHED, DISCARDED = "new", "matched", "discarded"
    STATES = [
        (NEW, _("whose is it?")),
        (MATCHED, _("matched")),
        (DISCARDED, _("not a gift")),
    ]
    RECORDED, LINKED = "recorded", "linked"
    WAYS = [
        (RECORDED, _("recorded by this line")),
        (LINKED, _("recorded by hand before")),
    ]

    account = models.ForeignKey(
        BankAccount, verbose_name=_("account"), on_delete=models.PROTECT
    )
    file = models.ForeignKey(
        BankFile, verbose_name=_("statement"), on_delete=models.PROTECT
    )
    fingerprint = models.BinaryField(max_length=32)
    occurrence = models.PositiveSmallIntegerField(_("of equal lines"), default=1)
    booked_on = models.DateField(_("day"))
    amount_minor = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3)
    text = models.CharField(_("text"), max_length=1000, blank=True)
    name = models.CharField(_("from"), max_length=200, blank=True)
    bank_ref = models.CharField(_("bank’s number"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=STATES, default=NEW)
    payment = models.OneToOneField(
        Payment,
        verbose_name=_("payment"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bank_line",
    )
    matched_as = models.CharField(_("how"), max_length=8, choices=WAYS, blank=True)
    matched_by = models.ForeignKey(
        StaffMember,
        verbose_name=_("by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: by its reference, when the statement was taken in."),
    )

    objects = BankLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("bank line")
        verbose_name_plural = _("bank lines")
        ordering = ["-booked_on", "-pk"]
        indexes = [
            models.Index(fields=["-booked_on"], name="bank_line_by_day"),
            models.Index(
                fields=["booked_on"],
                name="bank_line_unallocated",
                condition=Q(state="new"),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="bank_line_stays", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="bank_line_as_the_bank_says",
                exclude=["state", "payment", "matched_as", "matched_by"],
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "fingerprint", "occurrence"], name="bank_line_once"
            ),
            models.CheckConstraint(
                condition=Q(occurrence__gte=1), name="bank_line_counts_from_one"
            ),
            models.CheckConstraint(
                condition=~Q(amount_minor=0), name="bank_line_moves_money"
            ),
            models.CheckConstraint(
                condition=(Q(state="matched") & Q(payment__isnull=False))
                | (Q(state__in=["new", "discarded"]) & Q(payment=None)),
                name="bank_line_matched_has_payment",
            ),
            models.CheckConstraint(
                condition=~Q(state="matched") | (Q(amount_minor__gt=0)),
                name="bank_line_matched_came",
            ),
            models.CheckConstraint(
                condition=(Q(payment=None) & Q(matched_as=""))
                | (Q(payment__isnull=False) & Q(matched_as__in=["recorded", "linked"])),
                name="bank_line_matched_somehow",
            ),
        ]

    def __str__(self) -> str:
        facts = (self.booked_on, self.amount, self.name or self.text[:60])
        return " · ".join(str(fact) for fact in facts if fact)

    @property
    def is_new(self) -> bool:
        return self.state == self.NEW

    @property
    def is_matched(self) -> bool:
        return self.state == self.MATCHED
