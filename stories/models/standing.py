"""Where a photo stands on its way to a page, in one word for colleagues."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    WITHDRAWN = "withdrawn", _("withdrawn")
    UNDESCRIBED = "undescribed", _("to describe")
    UNANSWERED = "unanswered", _("who can be recognised?")
    GUARDED = "guarded", _("may not be shown yet")
    BEING_MADE = "being made", _("its sizes are being made")
    READY = "ready", _("may be shown")
    SHOWN = "shown", _("public")


class Standing(models.Model):
    withdrawn_at: datetime | None
    shown_at: datetime | None
    recognisable: str

    class Meta:
        abstract = True

    if TYPE_CHECKING:

        @property
        def is_described(self) -> bool: ...

        def is_agreed(self, now: datetime) -> bool: ...

        @property
        def is_ready(self) -> bool: ...

    @property
    def standing(self) -> Stage:
        """The first thing that keeps it from a page, or that nothing does."""
        if self.withdrawn_at:
            return Stage.WITHDRAWN
        if not self.is_described:
            return Stage.UNDESCRIBED
        if not self.recognisable:
            return Stage.UNANSWERED
        if not self.is_agreed(timezone.now()):
            return Stage.GUARDED
        if not self.is_ready:
            return Stage.BEING_MADE
        return Stage.SHOWN if self.shown_at else Stage.READY
