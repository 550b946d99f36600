"""*Safeguarding* accepts a common name in its sentence: it is somebody else's."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from stories.models.protected_name import NameAcceptance
from stories.names.finding import Match

if TYPE_CHECKING:
    from ijm.models import StaffMember


class NeverAccepted(Exception):
    """A full name is nobody else's."""


def accept(
    matches: Iterable[Match], where: str, by: "StaffMember", why: str, now: datetime
) -> None:
    """From now on these words pass, in this text, as they stand in it."""
    chosen = list(matches)
    if any(match.blocks for match in chosen):
        raise NeverAccepted
    NameAcceptance.objects.bulk_create(
        [
            NameAcceptance(
                subject=match.name.subject,
                where=where,
                occurrence=match.occurrence,
                by=by,
                why=why,
                at=now,
            )
            for match in chosen
        ],
        ignore_conflicts=True,  # somebody else accepted it just now
    )
