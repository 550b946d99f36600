"""Saving a story: each save counts up, keeps a revision, and overwrites nobody."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from stories.models.content import Content
from stories.models.event import StoryEvent
from stories.models.revision import Revision, snapshot

if TYPE_CHECKING:
    from ijm.models import StaffMember


EDITORIAL = (
    *(field.name for field in Content._meta.fields),
    "kind",
    "translation_of",
    "embargo_until",
    "ends_at",
)


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

    def revise(self, by: "StaffMember", note: str = "", **changes: Any) -> Revision:
        """Save the columns as they stand (and `changes`), and keep what was saved.

        Lists (topics, places, links) are saved before, so that the snapshot has them.
        """
        for name, value in changes.items():
            setattr(self, name, value)
        with transaction.atomic():
            self.changed_at = timezone.now()
            if self._state.adding:
                self.save()
            # Only what editors write: a publication meanwhile is not undone.
            self.version = F("version") + 1  # type: ignore[assignment]
            self.save(update_fields=[*EDITORIAL, "version", "changed_at"])
            self.refresh_from_db(fields=["version"])
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
