"""What a member of staff has begun and not ended, for whoever comes after them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ijm.departing import WorkInHand, work_in_hand
from stories.models import Arrival, Story, StoryEvent

if TYPE_CHECKING:
    from ijm.models import StaffMember


def contribute() -> None:
    work_in_hand.add(
        WorkInHand(
            "stories",
            gettext_lazy("Stories"),
            lambda person: open_stories(person).count(),
            hand_over_stories,
        )
    )
    work_in_hand.add(
        WorkInHand(
            "arrivals",
            gettext_lazy("Texts of the former site"),
            lambda person: Arrival.objects.handed_to(person).count(),
            hand_over_arrivals,
        )
    )


def open_stories(person: "StaffMember") -> Any:
    """Begun or handed in by them and never public, or sent back to them."""
    theirs = Story.objects.written_by(person).filter(published_at=None)
    returned = Story.objects.returned_to(person)
    return Story.objects.filter(
        Q(pk__in=theirs.values("pk")) | Q(pk__in=returned.values("pk"))
    )


def hand_over_stories(
    person: "StaffMember", to: "StaffMember", by: "StaffMember", now: datetime
) -> int:
    """All that `to` may see; who else may read an embargoed one is not decided here."""
    handed = 0
    names = {"from": str(person), "by": str(by)}
    for story in open_stories(person):
        if not story.is_visible_to(to):
            continue
        why = _("From %(from)s, who left; decided by %(by)s.") % names
        story.record(StoryEvent.Kind.TAKEN_OVER, to, now, why)
        handed += 1
    return handed


def hand_over_arrivals(
    person: "StaffMember", to: "StaffMember", by: "StaffMember", now: datetime
) -> int:
    return Arrival.objects.handed_to(person).update(handed_to=to)
