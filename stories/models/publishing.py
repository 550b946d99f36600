"""From draft to public: hand in, send back, publish. Each is one transaction."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm import generation

if TYPE_CHECKING:
    from ijm.models import StaffMember
    from stories.models.edition import Edition
    from stories.models.revision import Revision
    from stories.safeguarding import Problem


SECOND_PERSON = _(
    "You saved or handed in this text yourself. Ask a colleague to publish it, or say "
    "why it cannot wait for one."
)


class NotPublishable(Exception):
    """What stands in the way, as sentences for the person who tried."""

    def __init__(self, problems: "list[Problem]") -> None:
        super().__init__(" ".join(str(problem) for problem in problems))
        self.problems = problems


class NothingToSubmit(Exception):
    """The story was handed in already, or has never been saved."""


class PublishingQuerySet(models.QuerySet[Any]):
    def drafts(self) -> "PublishingQuerySet":
        return self.filter(published_at=None, submitted_at=None)

    def in_review(self) -> "PublishingQuerySet":
        return self.exclude(submitted_at=None)

    def published(self) -> "PublishingQuerySet":
        return self.filter(withdrawn_at=None).exclude(published_at=None)

    def changed_since_published(self) -> "PublishingQuerySet":
        return self.published().filter(version__gt=F("published_version"))

    def withdrawn(self) -> "PublishingQuerySet":
        return self.exclude(withdrawn_at=None)

    def forced(self) -> "PublishingQuerySet":
        """Published by one person alone and not yet looked at by a second."""
        from stories.models.event import StoryEvent  # refers to Story

        deciding = StoryEvent.objects.filter(
            story=OuterRef("pk"), kind__in=("forced", "approved", "published")
        )
        return self.alias(decided=Subquery(deciding.values("kind")[:1])).filter(
            decided="forced"
        )


class Publishing(models.Model):
    version: int
    published_version: int | None
    submitted_at: datetime | None
    submitted_by_id: int | None
    published_at: datetime | None
    withdrawn_at: datetime | None
    embargo_until: datetime | None
    scheduled_for: datetime | None
    latest_revision: "Revision | None"
    record: Any
    events: Any
    change: Any
    pk: Any

    class Meta:
        abstract = True

    @property
    def is_draft(self) -> bool:
        return self.published_at is None and self.submitted_at is None

    @property
    def is_in_review(self) -> bool:
        return self.submitted_at is not None

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.withdrawn_at is None

    @property
    def is_changed_since_published(self) -> bool:
        return self.is_published and self.version > (self.published_version or 0)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_forced(self) -> bool:
        """Published by one person alone, and nobody has looked since."""
        kinds = self.events.filter(kind__in=("forced", "approved", "published"))
        last = kinds.first()
        return bool(last and last.kind == "forced")

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        if self.is_withdrawn and not self.is_in_review:
            return str(_("withdrawn"))
        if self.is_published and self.is_in_review:
            return str(_("published, changes in review"))
        if self.is_in_review:
            return str(_("in review"))
        if self.is_changed_since_published:
            return str(_("published, changed since"))
        return str(_("published")) if self.is_published else str(_("draft"))

    def needs_second_person(self, by: "StaffMember") -> bool:
        """Whether `by` saved or handed in what would be published."""
        revision = self.latest_revision
        own = {revision and revision.by_id, self.submitted_by_id}
        return settings.TWO_PEOPLE_PUBLISH and by.pk in own

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
        self.record("approved", by, timezone.now(), "", self.latest_revision)

    def publish(
        self,
        by: "StaffMember",
        *,
        alone_because: str = "",
        burn_old_address: bool = False,
        now: datetime | None = None,
    ) -> "Edition":
        """Freeze the latest revision into a public edition, in place of the last.

        `alone_because` is an editor's reason to publish without a second person.
        Raises NotPublishable; a safeguarding problem has no way round.
        """
        from stories import freezing  # it makes editions of stories
        from stories.safeguarding import Problem

        now = now or timezone.now()
        with transaction.atomic():
            type(self)._default_manager.select_for_update().get(pk=self.pk)
            self.refresh_from_db()  # type: ignore[attr-defined]
            revision = self.latest_revision
            problems = freezing.problems(self, revision, now)
            alone = self.needs_second_person(by)
            if alone and not alone_because:
                problems.append(Problem("second_person", SECOND_PERSON))
            if problems or revision is None:
                raise NotPublishable(problems)
            edition = freezing.freeze(self, revision, now, burn=burn_old_address)
            self.change(
                published_at=edition.published_at,
                published_version=revision.number,
                submitted_at=None,
                submitted_by=None,
                scheduled_for=None,
                withdrawn_at=None,
                withdrawn_by=None,
            )
            kind = "forced" if alone else "published"
            self.record(kind, by, now, alone_because if alone else "", revision)
            generation.bump()
        return edition
