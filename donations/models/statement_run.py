"""The statements of one tax year: a row for each donor, done a slice at a time.

The rows are the queue. A worker that dies leaves its slice waiting; a record that
cannot be printed is written down with the reason, and the others go on.
"""

from django.db import models, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from donations.models.donor import Donor
from donations.models.payment import Payment
from donations.models.receipt import Receipt
from ijm.models import Changing, StaffMember


class StatementRunQuerySet(models.QuerySet["StatementRun"]):
    def unfinished(self) -> "StatementRunQuerySet":
        return self.filter(finished_at=None)


class StatementRun(Changing):
    country = models.CharField(_("country"), max_length=2)
    year = models.PositiveSmallIntegerField(_("tax year"))
    mails = models.BooleanField(
        _("tell donors by e-mail"),
        default=True,
        help_text=_("A letter with a link to the Donor Portal, to each who has one."),
    )
    started_at = models.DateTimeField(_("begun"), default=timezone.now)
    started_by = models.ForeignKey(
        StaffMember,
        verbose_name=_("begun by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    finished_at = models.DateTimeField(_("done"), null=True, blank=True)

    objects = StatementRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of statements")
        verbose_name_plural = _("statements of a year")
        ordering = ["-started_at"]
        permissions = [("run_statements", _("Can issue the statements of a year"))]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "year"],
                condition=Q(finished_at=None),
                name="statement_run_one_at_a_time",
                violation_error_message=_(
                    "The statements of this year are on the way."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.year}"

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    def counts(self) -> dict[str, int]:
        """How many of its rows are in each state, zero included."""
        found = self.items.order_by().values_list("state").annotate(count=Count("pk"))
        return dict.fromkeys(dict(StatementItem.STATES), 0) | dict(found)

    def try_again(self) -> int:
        """Those that could not be written: their details may be there by now."""
        with transaction.atomic():
            stuck = self.items.stuck().update(state=StatementItem.WAITING, error="")
            if stuck:
                self.change(finished_at=None)
        return stuck


class StatementItemQuerySet(models.QuerySet["StatementItem"]):
    def stuck(self) -> "StatementItemQuerySet":
        return self.filter(state__in=StatementItem.STUCK)


class StatementItem(Changing):
    WAITING, ISSUED, NOTHING = "waiting", "issued", "nothing"
    NEEDS, BROKEN = "needs", "broken"
    STATES = [
        (WAITING, _("waits")),
        (ISSUED, _("issued")),
        (NOTHING, _("nothing left to receipt")),
        (NEEDS, _("details are missing")),
        (BROKEN, _("cannot be written")),
    ]
    STUCK = (NEEDS, BROKEN)

    run = models.ForeignKey(
        StatementRun, on_delete=models.PROTECT, related_name="items"
    )
    donor = models.ForeignKey(
        Donor, verbose_name=_("donor"), on_delete=models.PROTECT, related_name="+"
    )
    currency = models.CharField(_("currency"), max_length=3)
    state = models.CharField(_("state"), max_length=8, choices=STATES, default=WAITING)
    error = models.CharField(_("why not"), max_length=300, blank=True)
    receipt = models.OneToOneField(
        Receipt,
        verbose_name=_("statement"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="item",
    )

    objects = StatementItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("donor of a run")
        verbose_name_plural = _("donors of a run")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["run", "state", "id"], name="statement_item_by_state")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "donor", "currency"], name="statement_item_once"
            ),
            models.CheckConstraint(
                condition=Q(state="issued", receipt__isnull=False)
                | (~Q(state="issued") & Q(receipt=None)),
                name="statement_item_issued_has_receipt",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=["needs", "broken"]) & ~Q(error=""))
                | (~Q(state__in=["needs", "broken"]) & Q(error="")),
                name="statement_item_stuck_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.donor)


class ReceiptProblem(models.Model):
    """A gift whose receipt could not be written. Taking it away is trying again."""

    payment = models.OneToOneField(
        Payment,
        verbose_name=_("payment"),
        on_delete=models.PROTECT,
        related_name="receipt_problem",
    )
    error = models.CharField(_("why not"), max_length=300)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("receipt that could not be written")
        verbose_name_plural = _("receipts that could not be written")
        ordering = ["-at"]

    def __str__(self) -> str:
        return str(self.payment)
