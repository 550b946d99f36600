"""Which stories a new reader is greeted with. One row; without it the newest ones."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from ijm.models import Changing


def _chosen(label: str) -> models.ForeignKey:
    return models.ForeignKey(
        "stories.Story",
        on_delete=models.SET_NULL,  # a choice, and no record of anything
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
    )


@pghistory.track()
class Welcome(Changing):
    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    first = _chosen(_("first story"))
    second = _chosen(_("second story"))
    third = _chosen(_("third story"))

    class Meta:
        verbose_name = verbose_name_plural = _("stories of the welcome letter")
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="welcome_is_one_row")
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def chosen(cls) -> list[int]:
        """Ids of stories, in their order, each once."""
        row = cls.objects.filter(pk=1).values_list("first", "second", "third").first()
        return [story for story in dict.fromkeys(row or ()) if story]
