"""A person who must be protected, known here by a reference and a changed name."""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models.changing import Changing
from stories.models.answering import Answering
from stories.models.sealing import Sealing


class SubjectQuerySet(models.QuerySet["Subject"]):
    def with_consents(self) -> "SubjectQuerySet":
        """All that `agrees_to` looks at, in four queries for any number of them."""
        return self.prefetch_related("consents__photos", "consents__enclosures")


class Subject(Answering, Sealing, Changing):
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
    case_closed_on = models.DateField(
        _("case closed on"),
        null=True,
        blank=True,
        help_text=_(
            "Blank while we work with them. Nothing of somebody is published before "
            "their case has been closed for twelve months."
        ),
    )
    begun_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering = ["reference"]

    def __str__(self) -> str:
        return self.reference

    @property
    def desk_url(self) -> str:
        """Where whoever may do something about them begins."""
        return reverse("admin:stories_subject_change", args=[self.pk])

    def is_current(self, today: date) -> bool:
        return self.case_closed_on is None or self.case_closed_on > today
