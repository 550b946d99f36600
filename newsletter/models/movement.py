"""How many people joined and left on a day, and where they had come from: only sums."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Movement(models.Model):
    """People who came to the list or went from it, not their single interests.

    `how` is the form by which they joined, or the reason why their last interest ended.
    Page and story are where they had signed up, also of those who left.
    """

    class Kind(models.TextChoices):
        JOINED = "joined", _("joined")
        LEFT = "left", _("left")

    day = models.DateField(_("day"))
    kind = models.CharField(_("what"), max_length=6, choices=Kind)
    how = models.CharField(_("how"), max_length=20)
    path = models.CharField(_("page"), max_length=200, blank=True)
    story = models.ForeignKey(
        "stories.Story",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("story"),
    )
    count = models.PositiveIntegerField(_("people"))

    class Meta:
        verbose_name = _("movement of the list")
        verbose_name_plural = _("Who reads us")
        ordering = ["-day", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "kind", "how", "path", "story"],
                nulls_distinct=False,
                name="movement_counted_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.count}"


class CountedMonth(models.Model):
    """A month of the charity's calendar, and when its movements were counted last."""

    first = models.DateField(_("first day"), primary_key=True)
    counted_at = models.DateTimeField(_("counted"), null=True)

    class Meta:
        verbose_name = _("counted month")
        verbose_name_plural = _("counted months")
        ordering = ["-first"]

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"

    @classmethod
    def count_again(cls) -> None:
        """The past has changed: a list was taken in with its dates, or taken back."""
        cls.objects.update(counted_at=None)
