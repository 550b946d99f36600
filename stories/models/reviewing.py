"""A second pair of eyes: a story is handed in, sent back, or found fit to be public."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stories.models.event import StoryEvent
from stories.models.publishing import NotPublishable
from stories.models.revision import Revision

if TYPE_CHECKING:
    from ijm.models import StaffMember
    from stories.safeguarding import Problem

SECOND_PERSON = _(
    "You saved or handed in this text yourself. Ask a colleague to publish it, or say "
    "why it cannot wait for one."
)


class NothingToSubmit(Exception):
    """The story was handed in already, or has never been saved."""


class OwnWork(Exception):
    """Whoever published it alone cannot be the second person as well."""


class Reviewed:
    """A part of the queryset of stories."""

    exclude: Any
    alias: Any

    def in_review(self) -> Self:
        return self.exclude(submitted_at=None)

    def reviewable_by(self, person: Any) -> Self:
        """Not those that take a second person, who cannot be the first."""
        if not settings.TWO_PEOPLE_PUBLISH:
            return self
        saved = Revision.objects.filter(story=OuterRef("pk")).order_by("-number")
        mine = self.alias(saved_by=Subquery(saved.values("by")[:1]))
        return mine.exclude(submitted_by=person).exclude(saved_by=person.pk)

    def forced(self, but_by: Any = None) -> Self:
        """Published by one person alone and not yet looked at by a second."""
        deciding = StoryEvent.objects.filter(
            story=OuterRef("pk"), kind__in=("forced", "approved", "published")
        )
        kind, by = (Subquery(deciding.values(name)[:1]) for name in ("kind", "by"))
        alone = self.alias(decided=kind, decided_by=by).filter(decided="forced")
        return alone.exclude(decided_by=but_by.pk) if but_by else alone


class Reviewing(models.Model):
    submitted_at: datetime | None
    submitted_by_id: int | None
    latest_revision: "Revision | None"
    record: Any
    events: Any
    change: Any

    class Meta:
        abstract = True

    @property
    def is_in_review(self) -> bool:
        return self.submitted_at is not None

    @property
    def is_forced(self) -> bool:
        """Published by one person alone, and nobody has looked since."""
        kinds = self.events.filter(kind__in=("forced", "approved", "published"))
        last = kinds.first()
        return bool(last and last.kind == "forced")

    def needs_second_person(
        self, by: "StaffMember", revision: "Revision | None" = None
    ) -> bool:
        """Whether `by` saved or handed in what would be published."""
        revision = revision or self.latest_revision
        own = {revision and revision.by_id, self.submitted_by_id}
        return settings.TWO_PEOPLE_PUBLISH and by.pk in own

    def found_fit(
        self,
        by: "StaffMember",
        revision: "Revision | None",
        problems: "list[Problem]",
        alone_because: str,
    ) -> "Revision":
        """The revision, if nothing stands in its way and two people stand behind it,

        or one who says why. Raises NotPublishable.
        """
        from stories.safeguarding import Problem  # it reads revisions

        if not alone_because and self.needs_second_person(by, revision):
            problems = [*problems, Problem("second_person", SECOND_PERSON)]
        if problems or revision is None:
            raise NotPublishable(problems)
        return revision

    def submit(self, by: "StaffMember", note: str = "") -> None:
        """Ask a second person to look."""
        revision = self.latest_revision
        if revision is None or self.is_in_review:
            raise NothingToSubmit
        with transaction.atomic():
            now = timezone.now()
            self.change(submitted_at=now, submitted_by=by)
            self.record("submitted", by, now, note, revision)

    def send_back(self, by: "StaffMember", why: str) -> None:
        with transaction.atomic():
            self.change(submitted_at=None, submitted_by=None)
            self.record("returned", by, timezone.now(), why, self.latest_revision)

    def approve(self, by: "StaffMember") -> None:
        """Stand by what somebody else published alone."""
        alone = self.events.filter(kind="forced").first()
        if alone and alone.by_id == by.pk:
            raise OwnWork
        self.record("approved", by, timezone.now(), "", self.latest_revision)
