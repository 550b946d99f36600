"""Firing: what was planned happens at its time, once; what cannot is seen by people."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from ijm.contributions import late_checks
from ijm.models import OutgoingMail
from stories import firing
from stories.firing import fire_planned_changes
from stories.models import PlannedChange, Story
from tests.make_stories import last_event, make_photo, make_published, make_story

ZONE = "Europe/London"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def planned(person, now: datetime, **columns) -> Story:
    """To go public in an hour."""
    story = make_story(by=person, **columns)
    story.plan_publication(person, now + HOUR, ZONE, now)
    return story


def mailed(letter: str) -> set[str]:
    sent = OutgoingMail.objects.filter(letter=letter)
    return set(sent.values_list("recipient", flat=True))


def test_it_goes_public_at_its_time_and_once(client, editor_esi, now, time_machine):
    story = planned(editor_esi, now)
    assert fire_planned_changes(now + HOUR - MINUTE) == 0
    assert not story.editions.exists()
    assert fire_planned_changes(now + HOUR) == 1
    assert fire_planned_changes(now + HOUR) == 0
    story.refresh_from_db()
    assert (story.is_published, story.planned_publication) == (True, None)
    assert (last_event(story).kind, last_event(story).by) == ("published", editor_esi)
    time_machine.move_to(now + HOUR)
    assert client.get(f"/stories/{story.slug}/").status_code == 200


def test_what_was_pinned_goes_public_and_not_what_came_later(writer_wen, now):
    story = planned(writer_wen, now, title="As planned")
    story.revise(writer_wen, title="Edited later")
    story.submit(writer_wen)
    fire_planned_changes(now + HOUR)
    story.refresh_from_db()
    assert story.live_edition.title == "As planned"
    assert story.is_changed_since_published
    assert story.is_in_review


def test_planner_and_author_hear_of_it(writer_wen, editor_esi, now):
    story = make_story(by=writer_wen)
    story.plan_publication(editor_esi, now + HOUR, ZONE, now)
    fire_planned_changes(now + HOUR)
    assert mailed("story-plan-done") == {writer_wen.email, editor_esi.email}


def test_nobody_is_written_to_about_a_story_kept_from_them(writer_wen, editor_esi, now):
    story = make_story(by=writer_wen)
    story.plan_publication(editor_esi, now + HOUR, ZONE, now)
    story.readers.add(editor_esi)
    fire_planned_changes(now + HOUR)
    assert mailed("story-plan-done") == {editor_esi.email}


def test_safeguarding_is_asked_again_and_a_failure_is_seen(editor_esi, now):
    photo = make_photo()
    story = planned(editor_esi, now, hero=photo)
    photo.withdraw(editor_esi, "Asked us to")
    assert fire_planned_changes(now + HOUR) == 0
    assert not story.editions.exists()
    failed = story.failed_publication
    assert f"Photo {photo.pk} was withdrawn" in failed.failure
    assert last_event(story).kind == "failed"
    assert mailed("story-plan-failed") == {editor_esi.email}
    assert fire_planned_changes(now + HOUR) == 0
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"embargo_until_event": "The verdict"}, "embargo"),
        ({"embargo_until": timezone.now() + DAY}, "embargo"),
    ],
)
def test_an_embargo_that_came_since_holds_it(editor_esi, now, columns, words):
    story = planned(editor_esi, now)
    story.change(**columns)
    fire_planned_changes(now + HOUR)
    assert words in story.failed_publication.failure


def test_an_address_that_others_took_since_holds_it(editor_esi, now):
    story = planned(editor_esi, now, slug="first-words")
    story.revise(editor_esi, slug="other-words")
    make_published(slug="first-words")
    fire_planned_changes(now + HOUR)
    assert "leads, or led, to something else" in story.failed_publication.failure


def test_form_rules_were_judged_when_it_was_planned(editor_esi, now):
    """A rule that came since must not stop what people found fit."""
    story = planned(editor_esi, now)
    story.revise(editor_esi, title="", body="")
    assert fire_planned_changes(now + HOUR) == 1


def test_photos_in_the_making_are_waited_for_a_while(editor_esi, now):
    photo = make_photo()
    story = planned(editor_esi, now, hero=photo)
    photo.change(ready_at=None)
    assert fire_planned_changes(now + HOUR + MINUTE) == 0
    assert story.failed_publication is None
    fire_planned_changes(now + HOUR + 10 * MINUTE)
    assert "are being made" in story.failed_publication.failure


def test_one_bad_row_stops_nobody(editor_esi, now, monkeypatch):
    bad, good = planned(editor_esi, now), planned(editor_esi, now)
    make_public = Story.make_public

    def broken(story, *args, **kwargs):
        if story == bad:
            raise OSError("The storage is full")
        return make_public(story, *args, **kwargs)

    monkeypatch.setattr(Story, "make_public", broken)
    assert fire_planned_changes(now + HOUR) == 1
    assert good.editions.exists()
    assert bad.planned_publication
    fire_planned_changes(now + HOUR + 10 * MINUTE)
    assert "could not do it (OSError)" in bad.failed_publication.failure


def test_it_ends_at_its_time(client, editor_esi, now):
    story = make_published(by=editor_esi, until=now + HOUR)
    assert fire_planned_changes(now + HOUR) == 1
    story.refresh_from_db()
    edition = story.editions.latest("pk")
    assert (edition.ended_reason, story.withdrawn_by) == ("over", None)
    assert story.is_withdrawn
    assert last_event(story).kind == "ended"
    assert editor_esi.email in mailed("story-plan-ended")
    answer = client.get(f"/stories/{story.slug}/")
    assert answer.status_code == 410
    assert "in error" not in answer.content.decode()


def test_a_worker_that_slept_through_both_publishes_nothing(editor_esi, now):
    story = planned(editor_esi, now)
    story.plan_end(editor_esi, now + 2 * HOUR, ZONE, now)
    fire_planned_changes(now + DAY)
    assert not story.editions.exists()
    assert "Nothing ran from" in story.failed_publication.failure
    assert story.planned_end is None


def test_a_worker_that_slept_through_an_update_and_its_end_ends_it(editor_esi, now):
    story = make_published()
    story.plan_publication(editor_esi, now + HOUR, ZONE, now)
    story.plan_end(editor_esi, now + 2 * HOUR, ZONE, now)
    fire_planned_changes(now + DAY)
    assert story.live_edition is None


def test_publishing_by_hand_settles_a_failure(editor_esi, now):
    photo = make_photo()
    story = planned(editor_esi, now, hero=photo)
    photo.withdraw(editor_esi, "Asked us to")
    fire_planned_changes(now + HOUR)
    story.revise(editor_esi, hero=None)
    story.publish(editor_esi)
    assert story.failed_publication is None


def test_it_is_late_when_nobody_fires(editor_esi, now):
    story, late = planned(editor_esi, now), late_checks.named("planned changes").late
    assert not late(now + HOUR + MINUTE)
    assert story.title not in str(late(now + HOUR + 3 * MINUTE))
    fire_planned_changes(now + HOUR + 3 * MINUTE)
    assert not late(now + HOUR + 3 * MINUTE)


def two_workers(now: datetime) -> list[int]:
    at_once = Barrier(2)

    def work(_number: int) -> int:
        at_once.wait()
        try:
            return fire_planned_changes(now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(work, range(2)))


@pytest.mark.django_db(transaction=True)
def test_two_workers_fire_it_once(editor_esi, now):
    story = planned(editor_esi, now)
    assert two_workers(now + HOUR) == [0, 1]
    assert story.editions.count() == story.events.filter(kind="published").count() == 1


def test_without_the_claim_two_workers_would_fire_it_twice(editor_esi, now):
    """The control: both have read the row before either has written."""
    story = planned(editor_esi, now)
    for plan in [PlannedChange.objects.get() for _worker in range(2)]:
        firing._publish(plan, now + HOUR)
    assert story.editions.count() == 2
