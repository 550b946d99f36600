"""What a subject answers when somebody wants to show them: until when, or why not."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ijm.dates import add_months_clamped
from stories.models.agreed import Answer, Use

if TYPE_CHECKING:
    from stories.models.consent import Consent

MONTHS_OF_REST = 12
CURRENT = _("We work with them now: nothing of theirs is published.")
RECENT = _(
    "Nothing of theirs is published until %s, a year after their case was closed."
)
NONE = _("There is no consent on record.")
WAITING = _("The consent waits for Safeguarding to verify it.")
LAPSED = _("The consent ended on %s.")
WITHDRAWN = _("The consent was withdrawn.")
REFUSED = _("The consent was not accepted by Safeguarding.")


class Answering(models.Model):
    case_closed_on: date | None
    consents: "models.Manager[Consent]"

    class Meta:
        abstract = True

    def agrees_to(self, use: Use, today: date) -> Answer:
        """The longest of the consents that allow the use, or what is in the way."""
        refusal = self.case_forbids(today)
        if refusal is not None:
            return refusal
        consents = list(self.consents.all())
        in_force = [each for each in consents if each.is_in_force(today)]
        lasting = [each.lapses_at for each in in_force if each.covers(use)]
        if lasting:
            return Answer(until=max(lasting))
        if in_force:
            return Answer(code="lacking", why=in_force[0].lacks(use))
        return _why_none(consents, today)

    def case_forbids(self, today: date) -> Answer | None:
        """Whatever they agreed to: not while we work with them, nor soon after."""
        closed = self.case_closed_on
        if closed is None:
            return Answer(code="current_case", why=CURRENT)
        rested = add_months_clamped(closed, MONTHS_OF_REST, closed.day)
        if rested > today:
            return Answer(code="recent_case", why=_on(RECENT, rested))
        return None


def _why_none(consents: "list[Consent]", today: date) -> Answer:
    """The most hopeful reason first: it is the one somebody can do something about."""
    if any(each.is_waiting for each in consents):
        return Answer(code="waiting", why=WAITING)
    lapsed = [each.lapses_on for each in consents if each.is_lapsed(today)]
    if lapsed:
        return Answer(code="lapsed", why=_on(LAPSED, max(lapsed)))
    if any(each.withdrawn_at for each in consents):
        return Answer(code="withdrawn", why=WITHDRAWN)
    if consents:
        return Answer(code="refused", why=REFUSED)
    return Answer(code="no_consent", why=NONE)


def _on(sentence: Promise, day: date) -> str:
    return str(sentence) % date_format(day)
