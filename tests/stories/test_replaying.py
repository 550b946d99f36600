"""After a restore: what was withdrawn, covered or taken down since is so again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ijm import journal
from ijm.models import JournalEntry
from stories.covering import Box
from stories.models import Edition, Photo, Story, TakeDown
from stories.takedown import looking
from tests.make_people import make_consent, make_portrait, make_subject
from tests.make_stories import make_photo, make_published, make_story
from tests.make_takedowns import officer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def again(kind: str) -> str:
    """As if the database had been put back to before the only entry of its kind."""
    entry = JournalEntry.objects.get(kind=kind)
    return journal.replays.named(kind).run(entry.what, entry.at)


def test_a_story_withdrawn_since_is_withdrawn(editor_esi):
    story = make_published()
    what = {"story": story.pk, "reason": "safeguarding", "moved_to": "", "by": 0}
    journal.replays.named("story-withdrawn").run(what, timezone.now())
    assert not Edition.objects.public(timezone.now()).exists()
    assert Story.objects.get().is_held


def test_a_publication_planned_before_and_withdrawn_since_does_not_come(editor_esi):
    story, now = make_story(), timezone.now()
    story.plan_publication(editor_esi, now + HOUR, "Asia/Phnom_Penh", now)
    what = {"story": story.pk, "reason": "error", "moved_to": "", "by": editor_esi.pk}
    journal.replays.named("story-withdrawn").run(what, now)
    assert Story.objects.get().planned_publication is None


def test_a_photo_withdrawn_since_is_withdrawn(editor_esi):
    photo = make_photo()
    photo.withdraw(editor_esi, "She asked.")
    Photo.objects.update(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
    again("photo-withdrawn")
    assert Photo.objects.get().withdrawn_at


def test_a_photo_covered_since_is_hidden_until_it_is_covered_again(editor_esi):
    make_photo().redact([Box(25, 25, 50, 50)], editor_esi, "A face", timezone.now())
    assert "Cover it again" in again("photo-covered")
    assert Photo.objects.get().withdrawn_at


def test_a_consent_withdrawn_since_is_withdrawn_with_its_pictures(safeguarding_sol):
    subject = make_subject()
    portrait = make_portrait(subject)
    consent = make_consent(subject)
    what = {"consent": consent.pk, "reason": "person", "by": safeguarding_sol.pk}
    journal.replays.named("consent-withdrawn").run(what, timezone.now())
    consent.refresh_from_db()
    portrait.refresh_from_db()
    assert consent.withdrawn_at
    assert not portrait.is_agreed(timezone.now())


def test_a_take_down_begun_since_begins_again_once():
    subject = make_subject()
    looking.begin(subject, "She asked.", officer(), timezone.now())
    assert again("take-down-begun") == "", "it is under way"
    TakeDown.objects.update(withdrawn_at=timezone.now(), ended_at=timezone.now())
    assert subject.reference in again("take-down-begun")
    assert TakeDown.objects.open().get().subject == subject


def test_erasing_from_the_history_is_for_two_people_again():
    subject = make_subject()
    what = {"subject": subject.pk}
    told = journal.replays.named("history-erased").run(what, timezone.now())
    assert subject.reference in told
