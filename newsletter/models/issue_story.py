"""One story's place in an issue, and the issue's own words for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsletter.models.issue import Issue


class IssueStory(models.Model):
    """One story's place in an issue; words left empty are the story's own."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="places")
    story = models.ForeignKey(
        "stories.Story", on_delete=models.PROTECT, related_name="places_in_issues"
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    headline = models.CharField(
        _("headline"),
        max_length=160,
        blank=True,
        help_text=_("Leave empty for the story's own."),
    )
    summary = models.TextField(
        _("summary"),
        max_length=400,
        blank=True,
        help_text=_("Leave empty for the story's own."),
    )

    picture = models.ForeignKey(
        "stories.Photo",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("One of the story’s own. Leave empty for its main photo."),
    )

    class Meta:
        verbose_name = _("story in this issue")
        verbose_name_plural = _("stories in this issue")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "story"],
                name="issue_tells_a_story_once",
                violation_error_message=_("This story is in the issue already."),
            )
        ]

    def __str__(self) -> str:
        return self.headline or str(self.story)
