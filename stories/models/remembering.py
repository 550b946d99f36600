"""What became of a consent, in the order of time, and the form it came with."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pgtrigger
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm.dates import start_of
from stories import signed_form

if TYPE_CHECKING:
    from ijm.models import StaffMember
    from stories.models.subject import Subject


SEALED = ("guardian", "note", "risk")
GUARDS = ("stories.Consent:consent_as_given", "stories.Consent:consent_stays_decided")


@dataclass(frozen=True)
class Step:
    at: datetime
    what: str | Promise
    by: Any = None
    why: str = ""


class Remembering(models.Model):
    subject: "Subject"
    given_on: Any
    lapses_on: Any
    lapses_at: datetime
    turns_18_on: Any
    form: str
    form_kind: str
    handed_in_at: datetime
    handed_in_by: Any
    verified_at: datetime | None
    verified_by: Any
    refused_at: datetime | None
    refused_by: Any
    refused_why: str
    withdrawn_at: datetime | None
    withdrawn_by: Any
    withdrawn_why: str
    get_withdrawn_reason_display: Any
    is_ended: bool
    pk: Any

    class Meta:
        abstract = True

    def open_form(self, by: "StaffMember", now: datetime) -> signed_form.SignedForm:
        """As it was signed. The look is on record before a byte is read."""
        self.subject.record_form(by, str(_("consent of %s")) % self.given_on, now)
        return signed_form.kept(self.form, self.form_kind)

    def reseal(self) -> None:
        """Its words and its form under the key of today, the form under a new name."""
        former, fresh = self.form, signed_form.reseal(self.form)
        words = {name: getattr(self, name) for name in SEALED}
        with pgtrigger.ignore(*GUARDS):
            type(self)._default_manager.filter(pk=self.pk).update(form=fresh, **words)
        self.form = fresh
        signed_form.forget(former)

    @property
    def timeline(self) -> list[Step]:
        """What happened and, while it is in force, what will."""
        steps = [
            Step(start_of(self.given_on), _("given")),
            Step(self.handed_in_at, _("handed in"), self.handed_in_by),
        ]
        if self.verified_at:
            steps.append(Step(self.verified_at, _("verified"), self.verified_by))
        if self.refused_at:
            why = self.refused_why
            steps.append(Step(self.refused_at, _("refused"), self.refused_by, why))
        if self.withdrawn_at:
            reason = self.get_withdrawn_reason_display()
            why = ". ".join(filter(None, [str(reason), self.withdrawn_why]))
            by = self.withdrawn_by
            steps.append(Step(self.withdrawn_at, _("withdrawn"), by, why))
        if not self.is_ended:
            grown = self.lapses_on == self.turns_18_on
            what = _("ends: they turn 18") if grown else _("ends")
            steps.append(Step(self.lapses_at, what))
        return sorted(steps, key=lambda step: step.at)
