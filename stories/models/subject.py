"""A person who must be protected, known here by a reference and a changed name."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models.changing import Changing


class Subject(Changing):
    reference = models.CharField(
        _("reference"),
        max_length=20,
        unique=True,
        help_text=_("Like S-014. It says nothing about who it is."),
    )
    pseudonym = models.CharField(
        _("name in stories"),
        max_length=60,
        blank=True,
        help_text=_("The changed name. The same person has the same one everywhere."),
    )
    begun_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["reference"]

    def __str__(self) -> str:
        return self.reference
