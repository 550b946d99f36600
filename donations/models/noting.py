"""What a pledge’s history says, and what of it its donor is told by letter."""

from datetime import datetime
from typing import TYPE_CHECKING

from ijm import journal, mail
from ijm.models import StaffMember

if TYPE_CHECKING:
    from donations.models.pledge import Pledge


class Noting:
    def note(
        self: "Pledge",
        verb: str,
        at: datetime,
        by: StaffMember | None = None,
        reason: str = "",
        detail: str = "",
    ) -> None:
        """Write into its history, and tell the donor what changes by letter.

        What staff did is told whatever it was; what donors did, where money moves
        otherwise from then on: the letter is the notice of it.
        """
        change = self.changes.create(
            verb=verb, at=at, by=by, reason=reason, detail=detail
        )
        said = "" if verb == "method" else detail  # a card is its donor's
        journal.note("pledge-changed", pledge=str(self.pk), verb=verb, detail=said)
        letter = "pledge-changed" if by else "pledge-new-terms"
        told = change.is_told_by_itself if by else change.is_of_terms
        if told and self.donor.email:
            mail.post(
                letter,
                to=self.donor.email,
                about=change,
                cause=f"pledge-changed:{change.pk}",
            )
