"""What became of each chore: last run, figure, error, and who holds it now."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models.changing import Changing


class ChoreRun(Changing):
    """One row a chore. A lease, not a lock: a killed worker's chore is taken again."""

    name = models.CharField(_("chore"), max_length=60, primary_key=True)
    lane = models.CharField(_("lane"), max_length=8)
    due_at = models.DateTimeField(_("next run"), default=timezone.now)
    lease_until = models.DateTimeField(_("held until"), null=True, blank=True)
    holder = models.CharField(_("held by"), max_length=80, blank=True)
    started_at = models.DateTimeField(_("last began"), null=True, blank=True)
    finished_at = models.DateTimeField(_("last ended well"), null=True, blank=True)
    figure = models.BigIntegerField(_("figure"), null=True, blank=True)
    error = models.TextField(_("last error"), blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)

    class Meta:
        verbose_name = _("chore")
        verbose_name_plural = _("chores")
        ordering = ["lane", "name"]
        indexes = [models.Index(fields=["lane", "due_at"], name="chore_due")]

    def __str__(self) -> str:
        return self.name
