"""What a processor said has changed: kept once, and looked up afresh by the worker.

No payload: whose thing changed is enough, and it names nobody.
"""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models import Changing


class ProcessorNoticeQuerySet(models.QuerySet["ProcessorNotice"]):
    def waiting(self, now: datetime) -> "ProcessorNoticeQuerySet":
        return self.filter(applied_at=None, look_again_at__lte=now)

    def of_nobody(self) -> "ProcessorNoticeQuerySet":
        """About something that we know nothing of, after a day of looking."""
        return self.filter(result=ProcessorNotice.UNKNOWN)


class ProcessorNotice(Changing):
    APPLIED, BESIDE, UNKNOWN = "applied", "beside", "unknown"
    RESULTS = [
        ("", _("waits")),
        (APPLIED, _("looked up and applied")),
        (BESIDE, _("of no concern to us")),
        (UNKNOWN, _("about something we do not know")),
    ]

    processor = models.CharField(_("processor"), max_length=20)
    number = models.CharField(_("its number"), max_length=120)
    kind = models.CharField(_("what"), max_length=80)
    about = models.CharField(_("about"), max_length=120)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    look_again_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(_("looked up"), default=0)
    applied_at = models.DateTimeField(_("done"), null=True, blank=True)
    result = models.CharField(
        _("result"), max_length=8, choices=RESULTS, default="", blank=True
    )

    objects = ProcessorNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice of a processor")
        verbose_name_plural = _("notices of processors")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["-received_at"], name="processor_notice_newest"),
            models.Index(
                fields=["look_again_at"],
                name="processor_notice_to_apply",
                condition=Q(applied_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["processor", "number"], name="processor_notice_once"
            ),
            models.CheckConstraint(
                condition=Q(applied_at=None, result="")
                | (Q(applied_at__isnull=False) & ~Q(result="")),
                name="processor_notice_done_has_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
