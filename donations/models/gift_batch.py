"""A pile of gifts typed in together, kept as typed until count and sum agree."""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models import Changing, StaffMember
from ijm.money import Money


class GiftBatchQuerySet(models.QuerySet["GiftBatch"]):
    def drafts(self) -> "GiftBatchQuerySet":
        return self.filter(state=GiftBatch.DRAFT)


@pghistory.track(exclude=["rows"])
class GiftBatch(Changing):
    DRAFT, POSTED, DROPPED = "draft", "posted", "dropped"
    STATES = [
        (DRAFT, _("being typed")),
        (POSTED, _("entered in the books")),
        (DROPPED, _("thrown away")),
    ]

    name = models.CharField(
        _("name"),
        max_length=120,
        help_text=_("So that you find it again: “Cheques of 30 November”."),
    )
    currency = models.CharField(_("currency"), max_length=3)
    control_count = models.PositiveIntegerField(_("gifts in the pile"))
    control_minor = models.BigIntegerField(_("sum of the pile"))
    # As typed, right or wrong; empty once they are payments.
    rows = models.JSONField(default=list, editable=False)
    payment_ids = ArrayField(models.UUIDField(), default=list, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(_("state"), max_length=7, choices=STATES, default=DRAFT)
    made_by = models.ForeignKey(
        StaffMember,
        verbose_name=_("begun by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    made_at = models.DateTimeField(_("begun"), default=timezone.now)
    changed_by = models.ForeignKey(
        StaffMember,
        verbose_name=_("last touched by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("last touched"), default=timezone.now)

    objects = GiftBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of gifts")
        verbose_name_plural = _("batches of gifts")
        ordering = ["-pk"]
        triggers = [
            pgtrigger.Protect(name="gift_batch_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="gift_batch_over_is_final",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=["posted", "dropped"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(control_count__gt=0, control_minor__gt=0),
                name="gift_batch_holds_something",
                violation_error_message=_("A pile has at least one gift."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(rows=[]),
                name="gift_batch_over_keeps_no_rows",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        return self.state == self.DRAFT

    @property
    def control(self) -> Money:
        return Money(self.control_minor, self.currency)

    @property
    def key(self) -> str:
        """What the keys of its payments begin with."""
        return f"batch-{self.pk}-"
