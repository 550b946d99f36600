"""A number that shows what was achieved, never without its date, scope and source."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImpactFigureQuerySet(models.QuerySet["ImpactFigure"]):
    def overdue(self, today: date) -> "ImpactFigureQuerySet":
        """Still shown, but nobody has looked since the day they were to be checked."""
        return self.filter(check_by__lt=today)


class ImpactFigure(models.Model):
    value = models.CharField(
        _("as shown"), max_length=20, help_text=_("Like “2.2 %” or “500+”.")
    )
    number = models.DecimalField(
        _("as a number"), max_digits=16, decimal_places=3, null=True, blank=True
    )
    label = models.CharField(
        _("what it counts"),
        max_length=140,
        help_text=_("Goes on after the number, like “police officers trained”."),
    )
    as_of = models.DateField(_("as of"))
    check_by = models.DateField(
        _("check again by"),
        null=True,
        blank=True,
        help_text=_(
            "After this day the desk says that it is old. Blank for a figure that "
            "cannot change, like the result of a finished study."
        ),
    )
    scope = models.CharField(
        _("scope"), max_length=140, help_text=_("Where and since when it was counted.")
    )
    source = models.CharField(_("source"), max_length=140)
    source_url = models.URLField(_("address of the source"), blank=True)
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The first four stand on the home page.")
    )

    objects = ImpactFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("impact figure")
        verbose_name_plural = _("impact figures")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(check_by=None)
                | models.Q(check_by__gt=models.F("as_of")),
                name="impactfigure_checked_after_it_was_counted",
                violation_error_message=_(
                    "The day to check it again must come after the day it is as of."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.value} {self.label}"

    def is_overdue(self, today: date) -> bool:
        return self.check_by is not None and self.check_by < today
