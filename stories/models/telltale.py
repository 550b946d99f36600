"""A word by which a text narrows down who somebody is, beside those we know of."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Telltale(models.Model):
    class Kind(models.TextChoices):
        AGE = "age", _("an exact age")
        DAY = "day", _("an exact day")
        PLACE = "place", _("a place smaller than a country")
        COURT = "court", _("a court or the number of a case")
        SCHOOL = "school", _("a school or a workplace")
        RELATION = "relation", _("how they knew the accused")
        GROUP = "group", _("a clan, tribe or caste")

    kind = models.CharField(_("it tells"), max_length=8, choices=Kind)
    words = models.CharField(
        _("words"),
        max_length=60,
        help_text=_("As they stand in a text, like “Tonlé Sap”. Nobody’s name."),
    )

    class Meta:
        verbose_name = _("telltale")
        verbose_name_plural = _("telltales")
        ordering = ["kind", "words"]
        constraints = [
            models.UniqueConstraint(
                "kind",
                Lower("words"),
                name="telltale_once",
                violation_error_message=_("This is known already."),
            )
        ]

    def __str__(self) -> str:
        return self.words
