"""Who did what to a story, when and why. Written once."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models.append_only import AppendOnly, append_only_triggers


def kinds() -> list[tuple[str, Any]]:
    """Asked for by name, so that a new word for an event changes no table."""
    return StoryEvent.Kind.choices


class StoryEvent(AppendOnly):
    class Kind(models.TextChoices):
        WRITTEN = "written", _("began it")
        TAKEN_OVER = "taken", _("took it over")
        REVISED = "revised", _("saved it")
        SUBMITTED = "submitted", _("asked for review")
        RETURNED = "returned", _("sent it back")
        PUBLISHED = "published", _("published it")
        FORCED = "forced", _("published it alone")
        APPROVED = "approved", _("approved it afterwards")
        WEIGHED = "weighed", _("weighed what it tells of somebody")
        EMBARGOED = "embargoed", _("set an embargo")
        LOOSENED = "loosened", _("loosened the embargo")
        PLANNED = "planned", _("planned that it goes public")
        END_SET = "end_set", _("planned that it ends")
        CANCELLED = "cancelled", _("cancelled what was planned")
        FAILED = "failed", _("had planned what could not be done")
        ENDED = "ended", _("had planned its end, which came")
        WITHDRAWN = "withdrawn", _("withdrew it")
        RELEASED = "released", _("let it be public again")
        SHARED = "shared", _("let somebody outside read it")
        UNSHARED = "unshared", _("ended an outside reader’s link")
        TRIAGED = "triaged", _("decided on it at the triage desk")
        BRIDGED = "bridged", _("signed for it until a day")
        UNBRIDGED = "unbridged", _("ended what was signed for it")
        MERGED = "merged", _("merged a topic or place of it into another")
        REDACTED = "redacted", _("erased its words from public copies")

    story = models.ForeignKey(
        "stories.Story", on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("what"), max_length=10, choices=kinds)
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

    @property
    def is_save(self) -> bool:
        """Whether its revision was made by it; other events only point at one."""
        return self.kind in (self.Kind.WRITTEN, self.Kind.REVISED)
