"""After a restore: what was withdrawn since the backup is withdrawn once more."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ijm.journal import Replay, replays
from ijm.models import StaffMember
from ijm.reopening import Reopening, reopenings
from stories.models import Consent, Enclosure, Photo, Story, Subject, TakeDown
from stories.models.showing import Showing, put_enclosures_right, put_photos_right
from stories.takedown import looking


def why() -> str:
    return _("Done again after a restore from a backup.")


def whoever(pk: int) -> StaffMember:
    """Who did it; of colleagues hired since the backup nothing is known."""
    known = StaffMember.objects.filter(pk=pk).first()
    return known or StaffMember.objects.order_by("-is_superuser", "pk")[0]


def withdraw_story(what: Mapping[str, Any], at: datetime) -> str:
    """Also one that only a plan of the backup would publish, hours after this."""
    story = Story.objects.filter(pk=what["story"]).first()
    if story is None:
        return ""
    by, moved_to = whoever(what["by"]), what["moved_to"]
    if story.live_edition:
        story.withdraw(by, what["reason"], why=why(), moved_to=moved_to)
    else:
        story.cancel_plans(by, why(), timezone.now())
    return ""


def withdraw_photo(what: Mapping[str, Any], at: datetime) -> str:
    return _hide(Photo.objects.filter(pk=what["key"]).first(), what)


def withdraw_enclosure(what: Mapping[str, Any], at: datetime) -> str:
    return _hide(Enclosure.objects.filter(pk=what["key"]).first(), what)


def _hide(shown: Showing | None, what: Mapping[str, Any]) -> str:
    if shown and not shown.withdrawn_at:
        shown.withdraw(whoever(what["by"]), why())
    return ""


def cover_photo(what: Mapping[str, Any], at: datetime) -> str:
    """What was covered lies open in the backup: nobody sees it before it is again."""
    photo = Photo.objects.filter(pk=what["key"]).first()
    if photo is None:
        return ""
    _hide(photo, what)
    return _("Photo %s was covered since: it is withdrawn. Cover it again.") % photo.pk


def withdraw_consent(what: Mapping[str, Any], at: datetime) -> str:
    consent = Consent.objects.filter(
        pk=what["consent"], withdrawn_at=None, refused_at=None
    ).first()
    if consent:
        consent.withdraw(whoever(what["by"]), what["reason"], why(), timezone.now())
    return ""


def take_down_again(what: Mapping[str, Any], at: datetime) -> str:
    subject = Subject.objects.filter(pk=what["subject"]).first()
    if subject is None or TakeDown.objects.open().filter(subject=subject).exists():
        return ""
    looking.begin(subject, why(), whoever(what["by"]), timezone.now())
    return _("The take-down of %s has begun again: go through it.") % subject


def erase_history_again(what: Mapping[str, Any], at: datetime) -> str:
    subject = Subject.objects.filter(pk=what["subject"]).first()
    if subject is None:
        return ""
    return _("Two people had agreed to erase %s from the history: agree again.") % (
        subject
    )


def put_files_right(taken_at: datetime, now: datetime) -> Iterator[str]:
    """What may be shown now, not what might be when the backup was taken."""
    Photo.objects.all().reconsider(now)
    Enclosure.objects.all().reconsider(now)
    moved = put_photos_right(now) + put_enclosures_right(now)
    if moved:
        yield _("%s pictures and recordings went in or out of public sight.") % moved


def contribute() -> None:
    for replay in (
        Replay("story-withdrawn", withdraw_story),
        Replay("photo-withdrawn", withdraw_photo),
        Replay("document-withdrawn", withdraw_enclosure),
        Replay("recording-withdrawn", withdraw_enclosure),
        Replay("enclosure-withdrawn", withdraw_enclosure),
        Replay("photo-covered", cover_photo),
        Replay("consent-withdrawn", withdraw_consent),
        Replay("take-down-begun", take_down_again),
        Replay("history-erased", erase_history_again),
    ):
        replays.add(replay)
    reopenings.add(Reopening("files", 40, put_files_right))
