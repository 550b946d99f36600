"""Who did what to an issue, when and why. Written once."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models import AppendOnly, append_only_triggers


class IssueEvent(AppendOnly):
    class Kind(models.TextChoices):
        TESTED = "tested", _("sent a test")
        SCHEDULED = "scheduled", _("scheduled it")
        UNSCHEDULED = "unscheduled", _("took it off the calendar")
        APPROVED = "approved", _("agreed")
        BEGUN = "begun", _("began to send")
        PAUSED = "paused", _("paused it")
        RESUMED = "resumed", _("let it go on")
        CANCELLED = "cancelled", _("cancelled it")
        SENT = "sent", _("finished sending")
        RESENT = "resent", _("sent those again of whom nothing was known")

    issue = models.ForeignKey(
        "newsletter.Issue", on_delete=models.CASCADE, related_name="events"
    )
    kind = models.CharField(_("what"), max_length=12, choices=Kind)
    # Empty where the worker acted by itself.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    why = models.CharField(_("why"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("issue event")
        verbose_name_plural = _("issue events")
        ordering = ["-at", "-pk"]
        triggers = append_only_triggers("issue_event")

    def __str__(self) -> str:
        return self.get_kind_display()
