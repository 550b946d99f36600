"""Backups that were taken: when, how large, and why one was not."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ijm.models.changing import Changing


class Backup(Changing):
    name = models.CharField(_("file"), max_length=60, unique=True)
    began_at = models.DateTimeField(_("begun"))
    ended_at = models.DateTimeField(_("whole"), null=True)
    size = models.BigIntegerField(_("bytes"), default=0)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        ordering = ["-began_at"]

    def __str__(self) -> str:
        return self.name
