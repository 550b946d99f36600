"""Saving a story: each save counts up, keeps a revision, and overwrites nobody."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from stories.models.event import StoryEvent
from stories.models.revision import EDITORIAL, Revision, snapshot

if TYPE_CHECKING:
    from ijm.models import StaffMember


class ChangedMeanwhile(Exception):
    """Somebody saved the story after the text that was to be saved had been opened."""


class Revising(models.Model):
    revisions: "models.Manager[Revision]"
    events: "models.Manager[StoryEvent]"
    pk: Any
    version: int
    changed_at: datetime

    class Meta:
        abstract = True

    @property
    def latest_revision(self) -> Revision | None:
        return self.revisions.select_related("by").first()

    def revise(
        self,
        by: "StaffMember",
        note: str = "",
        *,
        since: int | None = None,
        **changes: Any,
    ) -> Revision:
        """Save the columns as they stand (and `changes`), and keep what was saved.

        Lists (topics, places, links) are saved before, so that the snapshot has them.
        `since` is the version that was opened: raises ChangedMeanwhile after another.
        """
        for name, value in changes.items():
            setattr(self, name, value)
        with transaction.atomic():
            self.changed_at = timezone.now()
            if self._state.adding:
                self.save()
            self._count_up(since)
            # Only what editors write: a publication meanwhile is not undone.
            self.save(update_fields=[*EDITORIAL, "changed_at"])
            revision = Revision.objects.create(
                story=self,
                number=self.version,
                content=snapshot(self),  # type: ignore[arg-type]
                by=by,
                at=self.changed_at,
                note=note,
            )
            kind = StoryEvent.Kind.WRITTEN if self.version == 1 else "revised"
            self.record(kind, by, self.changed_at, note, revision)
        return revision

    def _count_up(self, since: int | None) -> None:
        """One statement asks and takes its turn, so that no two savers get the same."""
        row = type(self)._default_manager.filter(pk=self.pk)
        if since is not None:
            row = row.filter(version=since)
        if not row.update(version=F("version") + 1):
            raise ChangedMeanwhile
        self.refresh_from_db(fields=["version"])

    def record(
        self,
        kind: str,
        by: "StaffMember",
        at: datetime,
        why: str = "",
        revision: Revision | None = None,
    ) -> StoryEvent:
        return StoryEvent.objects.create(
            story=self, kind=kind, by=by, at=at, why=why, revision=revision
        )
