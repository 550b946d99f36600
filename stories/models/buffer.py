"""What somebody typed into a story and has not saved: kept for them, read by no other.

One row for each person and story; a new story has none yet, so there each window of a
browser has its own. A buffer is no revision: it has no history and ends with the save.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from ijm.models import StaffMember
    from stories.models.revision import Revision
    from stories.models.story import Story

KEPT_FOR = timedelta(days=60)
WINDOW = re.compile(r"[0-9a-f]{16}")
Typed = dict[str, list[str]]


class WrittenElsewhere(Exception):
    """Another window of this person keeps words of the story that it must not lose."""


class BufferQuerySet(models.QuerySet["Buffer"]):
    def of(self, person: "StaffMember") -> "BufferQuerySet":
        return self.filter(by=person)

    def about(self, story: "Story | None") -> "BufferQuerySet":
        return self.filter(story=story)

    def in_windows(self, *windows: str) -> "BufferQuerySet":
        return self.filter(window__in=[window for window in windows if window])

    def newer_than(self, revision: "Revision") -> "BufferQuerySet":
        """Typed after it was saved, so that nothing of it can be in there."""
        return self.filter(at__gt=revision.at)

    def stale(self, now: datetime) -> "BufferQuerySet":
        return self.filter(at__lt=now - KEPT_FOR)


class Buffer(models.Model):
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    story = models.ForeignKey(
        "stories.Story", on_delete=models.CASCADE, null=True, related_name="+"
    )
    # Which window of a browser wrote it, and how often: a late request is not a newer.
    window = models.CharField(max_length=16)
    number = models.PositiveIntegerField()
    based_on = models.PositiveIntegerField(_("written upon version"), default=0)
    typed = models.JSONField(_("fields of the form"))
    at = models.DateTimeField(_("when"))

    objects = BufferQuerySet.as_manager()

    class Meta:
        verbose_name = _("buffer")
        verbose_name_plural = _("buffers")
        ordering = ["-at"]
        indexes = [models.Index(fields=["at"], name="buffer_oldest")]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "story"],
                condition=Q(story__isnull=False),
                name="buffer_once_for_a_story",
            ),
            models.UniqueConstraint(
                fields=["by", "window"],
                condition=Q(story=None),
                name="buffer_once_for_a_window",
            ),
        ]

    def __str__(self) -> str:
        return (self.typed.get("title") or [""])[0].strip()

    def is_outdated(self) -> bool:
        """Whether the story was saved after these words were begun."""
        return self.story is not None and self.story.version != self.based_on

    def as_sent(self) -> QueryDict:
        """As the form would send it."""
        data = QueryDict(mutable=True)
        for name, values in self.typed.items():
            data.setlist(name, values)
        data["opened_version"] = str(self.based_on)
        return data


def keep(
    by: "StaffMember",
    story: "Story | None",
    window: str,
    number: int,
    typed: Typed,
    *,
    based_on: int,
    instead_of: str,
    now: datetime,
) -> None:
    """Put what a window has now into its row, or into that of `instead_of`.

    Raises WrittenElsewhere where the row holds the words of a third one.
    """
    rows = Buffer.objects.of(by).about(story)
    if story is None:
        rows = rows.in_windows(window, instead_of)
    words = {"typed": typed, "based_on": based_on, "at": now}
    older = Q(window=window, number__lt=number) | Q(window=instead_of or None)
    if rows.filter(older).update(window=window, number=number, **words):
        return
    if rows.in_windows(window).exists():
        return  # something newer from there came first
    try:
        with transaction.atomic():
            Buffer.objects.create(
                by=by, story=story, window=window, number=number, **words
            )
    except IntegrityError:
        raise WrittenElsewhere from None


def as_typed(data: QueryDict, without: Iterable[str] = ()) -> Typed:
    """Every field that was sent. PostgreSQL keeps no NUL in JSON; nor do texts."""
    left_out = {"csrfmiddlewaretoken", *without}
    return {
        name: [value.replace("\x00", "") for value in data.getlist(name)]
        for name in data
        if name not in left_out and not name.startswith("_") and "\x00" not in name
    }


def forget_stale(now: datetime) -> int:
    """Words that nobody came back for."""
    deleted: tuple[int, Any] = Buffer.objects.stale(now).delete()
    return deleted[0]
