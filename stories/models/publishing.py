"""From draft to public. Whoever publishes does so in one transaction."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ijm import generation

if TYPE_CHECKING:
    from ijm.models import StaffMember
    from stories.models.edition import Edition
    from stories.models.revision import Revision
    from stories.safeguarding import Problem

NEWER = _(
    "Somebody saved a newer text after you had opened this page. Look at it, then "
    "publish."
)


class NotPublishable(Exception):
    """What stands in the way, as sentences for the person who tried."""

    def __init__(self, problems: "list[Problem]") -> None:
        super().__init__(" ".join(str(problem) for problem in problems))
        self.problems = problems


class PublishingQuerySet(models.QuerySet[Any]):
    def drafts(self) -> "PublishingQuerySet":
        return self.filter(published_at=None, submitted_at=None)

    def published(self) -> "PublishingQuerySet":
        return self.filter(withdrawn_at=None).exclude(published_at=None)

    def changed_since_published(self) -> "PublishingQuerySet":
        return self.published().filter(version__gt=F("published_version"))

    def withdrawn(self) -> "PublishingQuerySet":
        return self.exclude(withdrawn_at=None)


class Publishing(models.Model):
    version: int
    published_version: int | None
    submitted_at: datetime | None
    published_at: datetime | None
    withdrawn_at: datetime | None
    embargo_until: datetime | None
    latest_revision: "Revision | None"
    record: Any
    change: Any
    lock: Any
    found_fit: Any
    needs_second_person: Any
    cancel_plans: Any

    class Meta:
        abstract = True

    @property
    def is_draft(self) -> bool:
        return self.published_at is None and self.submitted_at is None

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.withdrawn_at is None

    @property
    def is_changed_since_published(self) -> bool:
        return self.is_published and self.version > (self.published_version or 0)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    def weigh(
        self, by: "StaffMember", why: str, revision: "Revision", now: datetime
    ) -> None:
        """Say why what it tells of somebody may stand, put together as it is."""
        self.record("weighed", by, now, why, revision)

    def publish(
        self,
        by: "StaffMember",
        *,
        seen: int | None = None,
        alone_because: str = "",
        weighed_because: str = "",
        burn_old_address: bool = False,
        now: datetime | None = None,
    ) -> "Edition":
        """Freeze the latest revision into a public edition, in place of the last.

        `seen` is the number of the one that was looked at: a newer one is refused.
        `alone_because` is an editor's reason to publish without a second person,
        `weighed_because` why facts that may tell who somebody is can stand together.
        Raises NotPublishable; a safeguarding problem has no way round.
        """
        from stories import consenting  # it knows stories

        now = now or timezone.now()
        with transaction.atomic():
            consenting.stand_still()
            self.lock()
            revision = self.latest_revision
            if weighed_because and revision:
                self.weigh(by, weighed_because, revision, now)
            problems = self._forbids_publishing(revision, seen, now)
            revision = self.found_fit(by, revision, problems, alone_because)
            alone = self.needs_second_person(by)
            edition = self.make_public(
                revision,
                by,
                now,
                kind="forced" if alone else "published",
                why=alone_because if alone else "",
                burn_old_address=burn_old_address,
            )
            self.cancel_plans(by, _("It was published by hand."), now, "publish")
        return edition

    def _forbids_publishing(
        self, revision: "Revision | None", seen: int | None, now: datetime
    ) -> "list[Problem]":
        from stories import freezing  # it makes editions of stories
        from stories.safeguarding import Problem  # it reads revisions

        problems = freezing.problems(self, revision, now)  # type: ignore[arg-type]
        if revision and seen not in (None, revision.number):
            problems.append(Problem("newer", NEWER))
        return problems

    def make_public(
        self,
        revision: "Revision",
        by: "StaffMember",
        now: datetime,
        *,
        kind: str,
        why: str,
        burn_old_address: bool,
    ) -> "Edition":
        """Freeze a revision that was found fit. `publish` and plans are the ways here.

        What was handed in meanwhile still waits for its reviewer.
        """
        from stories import freezing  # it makes editions of stories

        edition = freezing.freeze(self, revision, now, burn=burn_old_address)
        self.change(
            published_at=edition.published_at,
            published_version=revision.number,
            withdrawn_at=None,
            withdrawn_by=None,
        )
        if revision.number == self.version:
            self.change(submitted_at=None, submitted_by=None)
        self.record(kind, by, now, why, revision)
        generation.bump()
        return edition
