"""Who of the protected people appears in the words of a story, and by what."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.models.agreed import Identifies


class Appearance(models.Model):
    story = models.ForeignKey(
        "stories.Story", on_delete=models.CASCADE, related_name="appearances"
    )
    subject = models.ForeignKey(
        "stories.Subject",
        on_delete=models.PROTECT,
        related_name="appearances",
        verbose_name=_("subject"),
    )
    known_by = ArrayField(
        models.CharField(max_length=8, choices=Identifies),
        default=list,
        blank=True,
        verbose_name=_("can be recognised by"),
        help_text=_("None where the words would lead nobody to them."),
    )

    class Meta:
        verbose_name = _("appearance")
        verbose_name_plural = _("protected people in the words")
        ordering = ["subject__reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "subject"],
                name="appearance_once",
                violation_error_message=_("This person is listed already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def as_snapshot(self) -> dict[str, Any]:
        return {"subject": self.subject_id, "known_by": sorted(self.known_by)}
