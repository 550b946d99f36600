"""The one button: everything on the list leaves the public in one transaction.

Pressed again it does what is left; files that a crash left lying are the worker's.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ijm import generation
from stories import consenting
from stories.models.address import FormerAddress
from stories.models.agreed import Ended
from stories.models.edition import Edition
from stories.models.showing import Showing
from stories.models.story import Story
from stories.models.takedown import TakeDown, TakeDownItem
from stories.models.withdrawing import SAFEGUARDING
from stories.takedown.scrubbing import scrub_row
from stories.takedown.walking import row_of

if TYPE_CHECKING:
    from ijm.models import StaffMember

Done = TakeDownItem.Done


def take_down(case: TakeDown, by: "StaffMember", now: datetime) -> None:
    with transaction.atomic():
        consenting.alone()
        TakeDown.objects.select_for_update().get(pk=case.pk)
        _end_consents(case, by, now)
        for item in case.items.filter(is_theirs=True).select_related("content_type"):
            item.change(done=_out_of_sight(item, case, by, now), done_at=now)
        generation.bump()
        case.change(withdrawn_at=case.withdrawn_at or now, withdrawn_by=by)


@dataclass(frozen=True)
class StillPublic:
    """Something on the list that a visitor could still reach."""

    item: TakeDownItem
    address: str


def still_public(case: TakeDown, now: datetime) -> list[StillPublic]:
    """What the database and the storage say at this moment, not what we believe."""
    found = []
    for item in case.items.filter(is_theirs=True).select_related("content_type"):
        about = item.about
        if isinstance(about, Story):
            live = Edition.objects.public(now).filter(story=about).first()
            if live:
                found.append(StillPublic(item, live.get_absolute_url()))
        elif isinstance(about, FormerAddress) and not about.burned_at:
            found.append(StillPublic(item, str(about)))
        elif isinstance(about, Showing):
            found += [StillPublic(item, name) for name in about.public_files()]
    return found


def _end_consents(case: TakeDown, by: "StaffMember", now: datetime) -> None:
    for consent in case.subject.consents.filter(withdrawn_at=None, refused_at=None):
        consent.withdraw(by, Ended.DANGER, case.told, now)


def _out_of_sight(
    item: TakeDownItem, case: TakeDown, by: "StaffMember", now: datetime
) -> str:
    about = item.about
    if isinstance(about, Story):
        return _end_story(about, case, by, now)
    if isinstance(about, Showing):
        if about.withdrawn_at:
            return item.done or Done.NOTHING
        about.withdraw(by, case.told)  # a photo, a document, a recording
        return Done.WITHDRAWN
    if about is None:
        return Done.NOTHING
    if isinstance(about, FormerAddress):
        if about.burned_at:
            return item.done or Done.NOTHING
        about.burn(by, now)
        return Done.WITHDRAWN
    # Public as it is: the name goes at once, the rest stays.
    return Done.SCRUBBED if scrub_row(row_of(about), case) else Done.NOTHING


def _end_story(story: Story, case: TakeDown, by: "StaffMember", now: datetime) -> str:
    for link in story.preview_links.current(now):
        link.revoke(by, now)
    if story.last_edition is None:
        story.cancel_plans(by, case.told, now)
        return Done.NEVER_PUBLIC
    if not story.is_held:
        story.withdraw(by, SAFEGUARDING, why=case.told)
    return Done.WITHDRAWN
