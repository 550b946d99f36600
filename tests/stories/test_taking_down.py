"""Taking a person down: what is found, what the one button does, what stays public."""

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from ijm import generation
from newsletter.models import Issue
from stories.models import Appearance, FormerAddress, Story, TakeDown, Topic
from stories.takedown import looking
from stories.takedown.withdrawing import still_public, take_down
from tests.make_names import make_name, make_subject
from tests.make_stories import (
    make_photo,
    make_published,
    make_story,
    make_topic,
)
from tests.make_takedowns import begin_take_down, listed, officer, taken_down

pytestmark = pytest.mark.django_db
NAMED = "She is called Sok Dara."


def told_of(story: Story, **columns) -> Story:
    Appearance.objects.create(story=story, subject=make_subject(), **columns)
    return story


def test_it_finds_what_shows_them_and_what_names_them(writer_wen):
    live = make_published(title="Live", dek=NAMED)
    draft = make_story(title="Draft", body=f"<p>{NAMED}</p>")
    once = make_story(title="Once", dek=NAMED)
    once.revise(writer_wen, dek="Nobody.")
    told_of(make_story(title="By a changed name"))
    make_photo(title="Her hands").subjects.add(make_subject())
    make_photo(title="Captioned", caption=NAMED)
    make_topic("Courts", introduction=NAMED)
    Issue.objects.create(title="May", slug="may", subject=NAMED)
    make_story(title="Innocent")
    make_name()
    assert listed(begin_take_down()) == {
        live.title: "named",
        draft.title: "named",
        once.title: "named",
        "By a changed name": "appears",
        "Her hands": "pictured",
        "Captioned": "named",
        "Courts": "named",
        "May": "named",
    }


def test_a_common_name_is_for_a_person_to_decide():
    make_name("Grace")
    make_story(title="Perhaps", dek="Grace came.")
    case = begin_take_down()
    (item,) = case.items.all()
    assert (item.how, item.is_theirs) == ("may_be", False)
    item.decide(True, officer())
    take_down(case, officer(), timezone.now())
    item.refresh_from_db()
    assert item.done == "unpublic"


def test_one_press_and_nothing_of_it_is_public(
    client, charity, django_capture_on_commit_callbacks
):
    photo = make_photo()
    story = make_published(title="Live", hero=photo, dek=NAMED, slug="live-story")
    photo.subjects.add(make_subject())
    make_topic("Courts", introduction=f"{NAMED} And more.")
    make_name()
    case, before = begin_take_down(), generation.current()
    assert len(still_public(case, timezone.now())) > 1
    with django_capture_on_commit_callbacks(execute=True):
        take_down(case, officer(), timezone.now())
    assert still_public(case, timezone.now()) == []
    assert client.get(f"/stories/{story.slug}/").status_code == 410
    assert generation.current() > before
    assert Topic.objects.get().introduction == "She is called ███. And more."
    photo.refresh_from_db()
    assert photo.withdrawn_at
    assert not any(storages["default"].exists(n) for n in photo._names())


def test_plans_and_former_addresses_lead_nowhere(client, charity, editor_esi):
    from datetime import timedelta

    story = make_published(dek=NAMED, slug="old-words")
    story.revise(editor_esi, slug="new-words")
    story.publish(editor_esi)
    now = timezone.now()
    story.plan_publication(editor_esi, now + timedelta(days=1), "UTC", now)
    make_name()
    taken_down()
    assert FormerAddress.objects.get().slug == "old-words"
    for slug in ("old-words", "new-words"):
        assert client.get(f"/stories/{slug}/").status_code == 410
    assert not story.planned_publication


def test_it_ends_consents_and_keeps_the_story_held(editor_esi):
    from stories.models.publishing import NotPublishable

    story = told_of(make_published(title="Told"))
    taken_down()
    assert Story.objects.get(pk=story.pk).is_held
    with pytest.raises(NotPublishable):
        story.publish(editor_esi)
    assert "S-014" not in story.events.get(kind="withdrawn").why


def test_pressed_twice_it_does_what_is_left(editor_esi):
    first = told_of(make_published(title="First"))
    case = taken_down()
    second = make_published(title="Second")
    looking.add_by_hand(case, second, officer())
    take_down(case, officer(), timezone.now())
    assert {item.done for item in case.items.all()} == {"withdrawn"}
    assert first.events.filter(kind="withdrawn").count() == 1


def test_what_is_not_theirs_stays():
    story = make_published(dek="Grace came.")
    make_name("Grace")
    taken_down()
    assert story.live_edition


def test_one_person_has_one_take_down_at_a_time(safeguarding_sol):
    from django.db import IntegrityError

    begin_take_down()
    with pytest.raises(IntegrityError):
        TakeDown.objects.create(
            subject=make_subject(), why="Again.", begun_by=safeguarding_sol
        )
