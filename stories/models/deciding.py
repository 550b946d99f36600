"""What becomes of a consent: verified, refused, withdrawn. Pages follow at once."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from ijm import journal

if TYPE_CHECKING:
    from ijm.models import StaffMember
    from stories.models.consent import Consent
    from stories.models.subject import Subject


class AlreadyDecided(Exception):
    """Somebody else was faster; what they decided stands."""

    sentence = _("Somebody decided about this consent meanwhile. Nothing was changed.")


class OwnConsent(Exception):
    """Two pairs of eyes: who handed it in cannot verify it."""

    sentence = _("You handed this consent in yourself. Ask a colleague to verify it.")


class Deciding(models.Model):
    subject: "Subject"
    amends: "Consent | None"
    handed_in_by_id: int
    refresh_from_db: Any
    pk: Any

    class Meta:
        abstract = True

    def verify(
        self, by: "StaffMember", *, risk: str, risk_assessed_on: date, now: datetime
    ) -> None:
        """It counts from now on; the one it amends counts no more."""
        from stories import consenting, lapsing  # they know consents

        if settings.TWO_PEOPLE_PUBLISH and by.pk == self.handed_in_by_id:
            raise OwnConsent
        with transaction.atomic():
            consenting.alone()
            self._decide(
                {"verified_at": None, "refused_at": None, "withdrawn_at": None},
                verified_at=now,
                verified_by=by,
                risk=risk,
                risk_assessed_on=risk_assessed_on,
            )
            if self.amends and not self.amends.withdrawn_at:
                self.amends._end(by, "replaced", "", now)
            consenting.settle(self.subject, by, now)
            lapsing.tell_of_decision(self)  # type: ignore[arg-type]

    def refuse(self, by: "StaffMember", why: str, now: datetime) -> None:
        from stories import lapsing  # it knows consents

        with transaction.atomic():
            self._decide(
                {"verified_at": None, "refused_at": None, "withdrawn_at": None},
                refused_at=now,
                refused_by=by,
                refused_why=why,
            )
            lapsing.tell_of_decision(self)  # type: ignore[arg-type]

    def withdraw(self, by: "StaffMember", reason: str, why: str, now: datetime) -> None:
        """Out of public sight by the time this commits, whatever shows them."""
        from stories import consenting  # as above

        with transaction.atomic():
            consenting.alone()
            self._end(by, reason, why, now)
            consenting.settle(self.subject, by, now)

    def _end(self, by: "StaffMember", reason: str, why: str, now: datetime) -> None:
        self._decide(
            {"refused_at": None, "withdrawn_at": None},
            withdrawn_at=now,
            withdrawn_by=by,
            withdrawn_reason=reason,
            withdrawn_why=why,
        )
        journal.note("consent-withdrawn", consent=self.pk, reason=str(reason), by=by.pk)

    def _decide(self, unless: dict[str, None], **columns: Any) -> None:
        """Once: the row is changed only while it still is as we believe."""
        rows = type(self)._default_manager.filter(pk=self.pk, **unless)
        if rows.update(**columns) != 1:
            raise AlreadyDecided
        self.refresh_from_db()
