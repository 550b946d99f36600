"""Out of public sight, with the reason that decides what visitors get."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ijm import generation, journal
from stories.models.embargo import GUARD

if TYPE_CHECKING:
    from ijm.models import StaffMember
    from stories.models.edition import Edition

MOVED, ERROR, SAFEGUARDING = "moved", "error", "safeguarding"


class NotPublic(Exception):
    """It has never been public."""


class Held(Exception):
    """It was withdrawn to protect somebody; only who guards people may alter that."""


class Withdrawing(models.Model):
    pk: Any
    editions: "models.Manager[Edition]"
    events: Any
    record: Any
    change: Any
    lock: Any
    cancel_plans: Any

    class Meta:
        abstract = True

    @property
    def live_edition(self) -> "Edition | None":
        return self.editions.filter(ended_at=None).first()

    @property
    def last_edition(self) -> "Edition | None":
        return self.editions.order_by("-pk").first()

    @property
    def is_held(self) -> bool:
        """Withdrawn to protect somebody, and not released since."""
        last = self.last_edition
        if last is None or last.ended_reason != SAFEGUARDING:
            return False
        since = self.events.filter(kind="released", at__gte=last.ended_at)
        return not since.exists()

    def withdraw(
        self, by: "StaffMember", reason: str, *, why: str = "", moved_to: str = ""
    ) -> None:
        """End the public edition. `reason` is one of moved, error, safeguarding.

        Of one that is gone already, it changes what readers find in its place.
        """
        now = timezone.now()
        with transaction.atomic():
            self.lock()
            if self.live_edition:
                edition = self._end(reason, now, moved_to)
            else:
                edition = self._end_otherwise(by, reason, moved_to)
            self.change(
                withdrawn_at=now, withdrawn_by=by, submitted_at=None, submitted_by=None
            )
            self.record("withdrawn", by, now, why, edition.revision)
            journal.note(
                "story-withdrawn",
                story=self.pk,
                reason=reason,
                moved_to=moved_to,
                by=by.pk,
            )
            self.cancel_plans(by, _("It was withdrawn."), now)

    def end_by_itself(self, by: "StaffMember", why: str, now: datetime) -> None:
        """Its time is over. `by` is who had said so; nobody withdraws it now."""
        with transaction.atomic():
            self.lock()
            edition = self._end("over", now)
            self.change(withdrawn_at=now, withdrawn_by=None)
            self.record("ended", by, now, why, edition.revision)

    def lift_hold(self, by: "StaffMember", why: str, now: datetime) -> None:
        """Whoever guards people lets it be published again."""
        if not by.has_perm(GUARD):
            raise Held
        self.record("released", by, now, why)

    def _end_otherwise(
        self, by: "StaffMember", reason: str, moved_to: str
    ) -> "Edition":
        edition = self.last_edition
        if edition is None:
            raise NotPublic
        if self.is_held and not by.has_perm(GUARD):
            raise Held
        ended = self.editions.filter(pk=edition.pk)
        ended.update(ended_reason=reason, moved_to=moved_to)
        generation.bump()
        return edition

    def _end(self, reason: str, now: datetime, moved_to: str = "") -> "Edition":
        from stories.models.showing import put_photos_right  # knows editions

        edition = self.live_edition
        if edition is None:
            raise NotPublic
        edition.end(reason, now, moved_to)
        generation.bump()
        transaction.on_commit(lambda: put_photos_right(now))
        return edition

    def redact(self, by: "StaffMember", why: str, now: datetime | None = None) -> None:
        """Erase the words of ended editions, when even we must not keep them public."""
        now = now or timezone.now()
        with transaction.atomic():
            for edition in self.editions.exclude(ended_at=None):
                edition.redact(now)
            self.record("redacted", by, now, why)
