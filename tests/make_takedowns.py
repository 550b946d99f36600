"""Take-downs for tests, walked through as the worker does."""

from django.utils import timezone

from ijm.models import StaffMember
from stories.models import TakeDown
from stories.takedown import erasing, looking
from stories.takedown.withdrawing import take_down
from tests.make_names import make_subject
from tests.make_stories import make_person


def look() -> None:
    """What the worker does until everything is read."""
    while TakeDown.objects.to_look().exists():
        looking.look_through(timezone.now())


def begin_take_down(by: StaffMember | None = None) -> TakeDown:
    case = looking.begin(make_subject(), "She asked.", by or officer(), timezone.now())
    look()
    case.refresh_from_db()
    return case


def taken_down() -> TakeDown:
    case = begin_take_down()
    take_down(case, officer(), timezone.now())
    return case


def redacted(case: TakeDown, scope: str = "names") -> TakeDown:
    erasing.ask(case, scope, officer(), timezone.now())
    erasing.agree(case, officer("Second officer"), timezone.now())
    while TakeDown.objects.to_redact().exists():
        erasing.erase(timezone.now())
    case.refresh_from_db()
    return case


def officer(name: str = "First officer") -> StaffMember:
    return make_person(name)


def listed(case: TakeDown) -> dict[str, str]:
    """What is on the list, and how it came there."""
    return {str(item.about): item.how for item in case.items.all()}
