"""A number that shows what was achieved, never without its date, scope and source."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
    scope = models.CharField(
        _("scope"), max_length=140, help_text=_("Where and since when it was counted.")
    )
    source = models.CharField(_("source"), max_length=140)
    source_url = models.URLField(_("address of the source"), blank=True)
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The first four stand on the home page.")
    )

    class Meta:
        verbose_name = _("impact figure")
        verbose_name_plural = _("impact figures")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.value} {self.label}"
