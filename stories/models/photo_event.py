"""What was done to a photo, by whom, when and why. Written once."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm.models.append_only import AppendOnly, append_only_triggers


def kinds() -> list[tuple[str, Any]]:
    """Asked for by name, so that a new word for an event changes no table."""
    return PhotoEvent.Kind.choices


class PhotoEvent(AppendOnly):
    class Kind(models.TextChoices):
        REPLACED = "replaced", _("put another picture in its place")
        REDACTED = "redacted", _("covered parts of it")
        LOOKED = "looked", _("looked at it as it was before it was covered")
        UNCOVERED = "uncovered", _("uncovered it again")
        WITHDRAWN = "withdrawn", _("withdrew it")

    photo = models.ForeignKey(
        "stories.Photo", on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("what"), max_length=10, choices=kinds)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    why = models.CharField(_("why"), max_length=300)

    class Meta:
        verbose_name = _("photo event")
        verbose_name_plural = _("photo events")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["photo", "-at"], name="photo_event_timeline")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(why=""),
                name="photo_event_says_why",
                violation_error_message=_("Say why: it is kept with the photo."),
            )
        ]
        triggers = append_only_triggers("photo_event")

    def __str__(self) -> str:
        return f"{self.by} {self.get_kind_display()}"
