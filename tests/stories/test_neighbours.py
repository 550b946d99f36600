"""Stories alike know each other: found at publishing, read with every page."""

import pytest
from django.db import connection
from django.utils import timezone

from stories.models import Neighbour
from stories.neighbours import KEPT, find_missing_neighbours
from stories.related import related
from tests.make_stories import (
    make_many_published,
    make_place,
    make_published,
    make_topic,
)

pytestmark = pytest.mark.django_db


def alike(story) -> list[str]:
    edition = story.live_edition
    return [each.title for each in related(edition, timezone.now())]


def test_a_topic_in_common_comes_before_newer_stories():
    topic = make_topic()
    make_published(title="Shares a topic", topics=[topic])
    for number in range(3):
        make_published(title=f"Newer {number}")
    assert alike(make_published(topics=[topic]))[0] == "Shares a topic"


def test_topic_and_place_come_before_a_topic_alone():
    topic, place = make_topic(), make_place()
    make_published(title="Both", topics=[topic], places=[place])
    make_published(title="One", topics=[topic])
    assert alike(make_published(topics=[topic], places=[place]))[:2] == ["Both", "One"]


def test_words_decide_among_those_that_share_as_much():
    about = {"topics": [make_topic()]}
    make_published(title="The brick kilns of the delta", **about)
    make_published(title="A verdict in the capital", **about)
    assert alike(make_published(title="Inside a brick kiln", **about)) == [
        "The brick kilns of the delta",
        "A verdict in the capital",
    ]


def test_an_older_story_learns_of_a_newer_one():
    about = {"topics": [make_topic()]}
    older = make_published(title="Older", **about)
    for _each in range(3):
        make_published()
    make_published(title="The newer one", **about)
    assert alike(older)[0] == "The newer one"


def test_published_again_with_another_topic_it_changes_company(editor_esi):
    first, second = make_topic("Debt"), make_topic("Fishing")
    old, new = make_published(topics=[first]), make_published(topics=[second])
    story = make_published(topics=[first])
    assert alike(story)[0] == old.title
    story.topics.set([second])
    story.revise(editor_esi)
    story.publish(editor_esi)
    assert alike(story)[0] == new.title
    assert not Neighbour.objects.filter(story=old, other=story, nearness__gt=1).exists()


def test_one_that_was_withdrawn_is_not_led_to(editor_esi):
    about = {"topics": [make_topic()]}
    gone = make_published(title="Gone", **about)
    story = make_published(**about)
    gone.withdraw(editor_esi, "safeguarding")
    assert "Gone" not in alike(story)


def test_another_language_is_not_led_to():
    about = {"topics": [make_topic()]}
    make_published(title="Ailleurs", language="fr", **about)
    story = make_published(**about)
    assert not Neighbour.objects.filter(story=story).exists()


@pytest.mark.parametrize(
    "title", ["It’s \\ a 'quoted' | & ! <-> :* headline", "\\", "ការ"]
)
def test_no_headline_is_taken_for_an_operator(title):
    make_published()
    story = make_published(title=title)
    assert Neighbour.objects.filter(story=story).count() == 1


def test_no_more_are_kept_than_can_be_of_use():
    about = {"topics": [make_topic()]}
    first = make_published(**about)
    for _each in range(KEPT + 3):
        make_published(**about)
    assert first.neighbours.count() == KEPT


def test_the_chore_finds_those_of_stories_that_came_otherwise():
    make_many_published(30, topics=[make_topic()])
    Neighbour.objects.all().delete()
    while find_missing_neighbours(timezone.now()):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT story_id) FROM stories_neighbour")
        assert cursor.fetchone() == (30,)
    assert find_missing_neighbours(timezone.now()) == 0
