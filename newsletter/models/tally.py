"""What stays of people who never confirmed: how many there were on a day."""

from datetime import date

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class LapsedTally(models.Model):
    day = models.DateField(_("day"), primary_key=True)
    count = models.PositiveIntegerField(_("never confirmed"), default=0)

    class Meta:
        verbose_name = _("lapsed sign-ups")
        verbose_name_plural = _("lapsed sign-ups")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"

    @classmethod
    def add(cls, day: date, count: int) -> None:
        cls.objects.get_or_create(day=day)
        cls.objects.filter(pk=day).update(count=F("count") + count)
