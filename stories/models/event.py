"""Who did what to a story, when and why. Written once."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models.append_only import AppendOnly, append_only_triggers


class StoryEvent(AppendOnly):
    class Kind(models.TextChoices):
        WRITTEN = "written", _("began it")
        REVISED = "revised", _("saved it")
        SUBMITTED = "submitted", _("asked for review")
        RETURNED = "returned", _("sent it back")
        PUBLISHED = "published", _("published it")
        FORCED = "forced", _("published it alone")
        APPROVED = "approved", _("approved it afterwards")
        WITHDRAWN = "withdrawn", _("withdrew it")
        REDACTED = "redacted", _("erased its words from public copies")

    story = models.ForeignKey(
        "stories.Story", on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    why = models.CharField(_("why"), max_length=400, blank=True)
    revision = models.ForeignKey(
        "stories.Revision", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("story event")
        verbose_name_plural = _("story events")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["story", "-at"], name="story_event_timeline")]
        triggers = append_only_triggers("story_event")

    def __str__(self) -> str:
        return f"{self.by} {self.get_kind_display()}"
