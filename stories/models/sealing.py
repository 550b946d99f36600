"""Opening and closing what we know of who a subject really is. Every look is kept."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from ijm import roles
from stories.models.sealed import NOTHING_KNOWN, RealDetails, SealedDetails, SealedLook

if TYPE_CHECKING:
    from ijm.models import StaffMember


class NotForYou(Exception):
    """Only members of Safeguarding may know; to be an administrator is not enough."""


def may_open(person: Any) -> bool:
    return roles.holds(person, roles.SAFEGUARDING)


class Sealing(models.Model):
    looks: "models.Manager[SealedLook]"
    pk: Any

    class Meta:
        abstract = True

    def open_details(self, by: "StaffMember", why: str, now: datetime) -> RealDetails:
        """Who this is. The look is on record before a word is shown."""
        self._record(SealedLook.Kind.READ, by, why, now)
        kept = SealedDetails.objects.filter(subject=self.pk).first()
        return kept.opened() if kept else NOTHING_KNOWN

    def seal_details(
        self, details: RealDetails, by: "StaffMember", why: str, now: datetime
    ) -> None:
        """In place of what was known; a key of its own opens it again."""
        with transaction.atomic():
            self._record(SealedLook.Kind.WRITTEN, by, why, now)
            SealedDetails.objects.update_or_create(
                subject_id=self.pk, defaults={"token": details.sealed()}
            )

    def record_form(self, by: "StaffMember", which: str, now: datetime) -> None:
        """A signed form bears the name as well; `which` says which form it was."""
        self._record(SealedLook.Kind.FORM, by, which, now)

    def _record(self, kind: str, by: "StaffMember", why: str, now: datetime) -> None:
        if not may_open(by):
            raise NotForYou
        SealedLook.objects.create(subject_id=self.pk, kind=kind, by=by, why=why, at=now)
