"""One issue to one subscriber."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from ijm.models import Changing
from newsletter.models.issue import Issue
from newsletter.models.subscriber import Subscriber


class Delivery(Changing):
    """Unique for issue and subscriber: whatever runs twice, nobody is mailed twice."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        SENDING = "sending", _("handed over now")
        SENT = "sent", _("accepted")
        FAILED = "failed", _("refused")
        SKIPPED = "skipped", _("left or paused before their turn")
        CANCELLED = "cancelled", _("cancelled")
        UNKNOWN = "unknown", _("not known")

    issue = models.ForeignKey(
        Issue, on_delete=models.PROTECT, related_name="deliveries"
    )
    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.PROTECT, related_name="deliveries"
    )
    state = models.CharField(
        _("state"), max_length=9, choices=State, default=State.PENDING
    )
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try"), null=True)
    lease_until = models.DateTimeField(_("held until"), null=True)
    worker = models.UUIDField(_("held by"), null=True)
    sent_at = models.DateTimeField(_("accepted at"), null=True)
    provider_id = models.CharField(_("provider's number"), max_length=120, blank=True)
    code = models.CharField(_("answer"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["issue", "id"],
                name="delivery_pending",
                condition=models.Q(state="pending"),
            ),
            models.Index(
                fields=["lease_until"],
                name="delivery_in_flight",
                condition=models.Q(state="sending"),
            ),
            # For the figures of a week; of a kind that sending hardly notices.
            BrinIndex(
                fields=["sent_at"],
                name="delivery_sent",
                autosummarize=True,
                pages_per_range=32,
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "subscriber"], name="delivery_once_per_subscriber"
            ),
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | ~models.Q(state="sent") & models.Q(sent_at=None),
                name="delivery_sent_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} → {self.subscriber_id}, {self.get_state_display()}"
