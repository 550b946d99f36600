"""Planning: what is pinned, what is refused, what cancels it."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from stories.models import PlannedChange, Story
from stories.models.planning import NotPlannable
from stories.models.publishing import NotPublishable
from tests.make_stories import last_event, make_photo, make_published, make_story

pytestmark = pytest.mark.django_db
ZONE = "Asia/Phnom_Penh"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_it_pins_the_revision_that_was_looked_at(editor_esi, now):
    story = make_story(title="As planned")
    plan = story.plan_publication(editor_esi, now + DAY, ZONE, now)
    story.revise(editor_esi, title="Edited later")
    plan.refresh_from_db()
    assert plan.revision["title"] == "As planned"
    assert (last_event(story).kind, plan.planned_by) == ("revised", editor_esi)
    assert "Phnom Penh" in story.events.get(kind="planned").why


def test_planning_settles_what_waited_for_review(editor_esi, writer_wen, now):
    story = make_story(by=writer_wen)
    story.submit(writer_wen)
    story.plan_publication(editor_esi, now + DAY, ZONE, now)
    assert not story.is_in_review
    assert story.planned_publication


def test_a_new_plan_takes_the_place_of_the_old(editor_esi, now):
    story = make_story()
    first = story.plan_publication(editor_esi, now + DAY, ZONE, now)
    second = story.plan_publication(editor_esi, now + 2 * DAY, ZONE, now)
    first.refresh_from_db()
    assert first.cancelled_because == "Planned anew."
    assert story.planned_publication == second


def test_what_cannot_be_published_cannot_be_planned(editor_esi, now):
    story = make_story(body="", hero=make_photo(recognisable=""))
    with pytest.raises(NotPublishable) as refused:
        story.plan_publication(editor_esi, now + DAY, ZONE, now)
    assert codes(refused) == ["no_body", "photo_unanswered"]
    assert not story.planned_changes.exists()


def test_an_embargo_is_judged_for_the_planned_time(editor_esi, now):
    story = make_story(embargo_until=now + DAY)
    with pytest.raises(NotPublishable) as refused:
        story.plan_publication(editor_esi, now + HOUR, ZONE, now)
    assert codes(refused) == ["embargo"]
    assert story.plan_publication(editor_esi, now + DAY, ZONE, now)


def test_nothing_is_planned_for_the_past(editor_esi, now):
    with pytest.raises(NotPublishable) as refused:
        make_story().plan_publication(editor_esi, now, ZONE, now)
    assert codes(refused) == ["past"]
    with pytest.raises(NotPlannable, match="past"):
        make_published().plan_end(editor_esi, now, ZONE, now)


def test_it_cannot_end_before_it_goes_public(editor_esi, now):
    story = make_story()
    story.plan_publication(editor_esi, now + 2 * DAY, ZONE, now)
    with pytest.raises(NotPlannable, match="end before it goes public"):
        story.plan_end(editor_esi, now + DAY, ZONE, now)
    story.plan_end(editor_esi, now + 3 * DAY, ZONE, now)
    with pytest.raises(NotPublishable) as refused:
        story.plan_publication(editor_esi, now + 3 * DAY, ZONE, now)
    assert codes(refused) == ["over"]


def test_a_draft_has_no_end_to_plan(editor_esi, now):
    with pytest.raises(NotPlannable, match="nothing to end"):
        make_story().plan_end(editor_esi, now + DAY, ZONE, now)


def test_the_second_person_is_asked_for_at_planning(settings, editor_esi, now):
    settings.TWO_PEOPLE_PUBLISH = True
    story = make_story(by=editor_esi)
    with pytest.raises(NotPublishable) as refused:
        story.plan_publication(editor_esi, now + DAY, ZONE, now)
    assert codes(refused) == ["second_person"]
    plan = story.plan_publication(
        editor_esi, now + DAY, ZONE, now, alone_because="The court is early"
    )
    assert plan.alone_because == "The court is early"


def test_a_planned_end_holds_without_a_worker(client, editor_esi, now, time_machine):
    story = make_published(until=now + HOUR)
    address = f"/stories/{story.slug}/"
    assert client.get(address).status_code == 200
    time_machine.move_to(now + HOUR)
    assert client.get(address).status_code == 410


def test_cancelling_an_end_lets_it_stay(editor_esi, now):
    story = make_published(until=now + DAY)
    story.cancel_plans(editor_esi, "It is wanted longer", now, "unpublish")
    assert story.planned_end is None
    assert story.live_edition.public_until is None
    assert story.events.get(kind="cancelled").why == "It is wanted longer"


def test_publishing_by_hand_cancels_the_planned_publication_alone(editor_esi, now):
    story = make_published(until=now + 2 * DAY)
    story.plan_publication(editor_esi, now + DAY, ZONE, now)
    edition = story.publish(editor_esi)
    assert story.planned_publication is None
    assert story.events.get(kind="cancelled").why == "It was published by hand."
    assert edition.public_until == story.planned_end.due_at


def test_withdrawing_cancels_all_that_was_planned(editor_esi, now):
    story = make_published(until=now + 2 * DAY)
    story.plan_publication(editor_esi, now + DAY, ZONE, now)
    story.withdraw(editor_esi, "error", why="Wrong court")
    assert not PlannedChange.objects.waiting().exists()
    reasons = set(PlannedChange.objects.values_list("cancelled_because", flat=True))
    assert reasons == {"It was withdrawn."}


def test_nobody_publishes_past_an_end_that_is_over(editor_esi, now):
    story = make_published(until=now + HOUR)
    with pytest.raises(NotPublishable) as refused:
        story.publish(editor_esi, now=now + HOUR)
    assert codes(refused) == ["over"]


@pytest.mark.parametrize(
    "columns",
    [
        {"revision": None},
        {"kind": "unpublish"},
        {"failed_at": "now"},
        {"cancelled_at": "now"},
        {"fired_at": "now", "failed_at": "now", "failure": "Why"},
    ],
)
def test_the_database_keeps_each_plan_whole(editor_esi, now, columns):
    story = make_story()
    plan = story.plan_publication(editor_esi, now + DAY, ZONE, now)
    moments = {key: now if value == "now" else value for key, value in columns.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        PlannedChange.objects.filter(pk=plan.pk).update(**moments)


def test_one_of_each_kind_waits(editor_esi, now):
    story = make_story()
    story.plan_publication(editor_esi, now + DAY, ZONE, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        story.planned_changes.create(
            kind="publish",
            revision=story.latest_revision,
            due_at=now,
            zone=ZONE,
            planned_by=editor_esi,
        )


def test_lists_ask_for_plans_once(editor_esi, now, django_assert_num_queries):
    for _each in range(3):
        make_story().plan_publication(editor_esi, now + DAY, ZONE, now)
    with django_assert_num_queries(2):
        stories = list(Story.objects.prefetch_related("planned_changes"))
        assert all(story.planned_publication for story in stories)
