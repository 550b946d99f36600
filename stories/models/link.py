"""Where a reader may go next: pages elsewhere, and stories chosen by hand."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RelatedLink(models.Model):
    """A page of somebody else. Frozen with the words of the story."""

    story = models.ForeignKey(
        "stories.Story", on_delete=models.CASCADE, related_name="links"
    )
    title = models.CharField(_("words"), max_length=120)
    url = models.URLField(_("address"), max_length=300)
    source = models.CharField(_("whose page it is"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("related link")
        verbose_name_plural = _("related links")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class RelatedStory(models.Model):
    """Another story of ours. A reference: it vanishes when that story is withdrawn."""

    story = models.ForeignKey(
        "stories.Story", on_delete=models.CASCADE, related_name="related_rows"
    )
    other = models.ForeignKey(
        "stories.Story",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("story"),
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("story to read next")
        verbose_name_plural = _("stories to read next")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "other"],
                name="related_story_once",
                violation_error_message=_("This story is in the list already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(story=models.F("other")),
                name="related_story_is_another",
                violation_error_message=_("A story cannot lead to itself."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.other)
