"""Out of public sight, with the reason that decides what visitors get."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from ijm import generation

if TYPE_CHECKING:
    from ijm.models import StaffMember
    from stories.models.edition import Edition

MOVED, ERROR, SAFEGUARDING = "moved", "error", "safeguarding"


class NotPublic(Exception):
    """There is no public edition to withdraw."""


class Withdrawing(models.Model):
    editions: "models.Manager[Edition]"
    record: Any
    change: Any
    pk: Any

    class Meta:
        abstract = True

    @property
    def live_edition(self) -> "Edition | None":
        return self.editions.filter(ended_at=None).first()

    def withdraw(
        self, by: "StaffMember", reason: str, *, why: str = "", moved_to: str = ""
    ) -> None:
        """End the public edition. `reason` is one of moved, error, safeguarding."""
        from stories.models.showing import put_photos_right  # knows editions

        now = timezone.now()
        with transaction.atomic():
            edition = self.live_edition
            if edition is None:
                raise NotPublic
            edition.end(reason, now, moved_to)
            self.change(
                withdrawn_at=now, withdrawn_by=by, submitted_at=None, submitted_by=None
            )
            self.record("withdrawn", by, now, why, edition.revision)
            generation.bump()
            transaction.on_commit(lambda: put_photos_right(now))

    def redact(self, by: "StaffMember", why: str, now: datetime | None = None) -> None:
        """Erase the words of ended editions, when even we must not keep them public."""
        now = now or timezone.now()
        with transaction.atomic():
            for edition in self.editions.exclude(ended_at=None):
                edition.redact(now)
            self.record("redacted", by, now, why)
