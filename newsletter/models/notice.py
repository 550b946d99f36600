"""What a provider reported of one mail: stored once, applied by the worker."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models import Changing


class Notice(Changing):
    """No address and no body: the delivery it is about, and what happened to it."""

    provider = models.CharField(_("provider"), max_length=20)
    # The provider's own number of it, or what stands for one.
    event_id = models.CharField(max_length=160)
    kind = models.CharField(_("what"), max_length=20)
    reason = models.CharField(_("reason"), max_length=20, blank=True)
    delivery = models.ForeignKey(
        "newsletter.Delivery",
        on_delete=models.PROTECT,
        null=True,
        related_name="notices",
        verbose_name=_("delivery"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    applied_at = models.DateTimeField(_("applied"), null=True)

    class Meta:
        verbose_name = _("notice of a provider")
        verbose_name_plural = _("notices of providers")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(
                fields=["received_at"],
                name="notice_to_apply",
                condition=models.Q(applied_at=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "event_id"], name="notice_stored_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.kind}"
