"""Saving: each save is a revision that nobody can change."""

import pytest
from django.db import Error, IntegrityError, transaction

from ijm.models import AlreadyWritten
from stories.models import Revision, Story, StoryEvent
from tests.make_stories import make_place, make_story, make_topic

pytestmark = pytest.mark.django_db


def test_each_save_is_a_revision(writer_wen, editor_esi):
    story = make_story(by=writer_wen, title="First")
    story.revise(editor_esi, "Shorter", title="Second")
    numbers = list(story.revisions.values_list("number", "note"))
    assert numbers == [(2, "Shorter"), (1, "")]
    assert [row["title"] for row in story.revisions.all()] == ["Second", "First"]
    assert list(story.events.values_list("kind", flat=True)) == ["revised", "written"]


def test_it_keeps_topics_places_and_links(writer_wen):
    topic, place = make_topic(), make_place()
    story = make_story(by=writer_wen, topics=[topic], places=[place])
    story.links.create(title="A report", url="https://example.org/report")
    revision = story.revise(writer_wen)
    assert revision["topics"] == [topic.pk]
    assert revision["places"] == [place.pk]
    assert revision["links"][0]["title"] == "A report"


def test_a_stale_copy_does_not_undo_a_publication(writer_wen, editor_esi):
    story = make_story(by=writer_wen)
    stale = Story.objects.get(pk=story.pk)
    story.publish(editor_esi)
    stale.revise(writer_wen, title="Meanwhile")
    assert Story.objects.get(pk=story.pk).is_published


@pytest.mark.parametrize("model", [Revision, StoryEvent])
def test_history_refuses_a_second_save(model):
    make_story()
    row = model.objects.first()
    with pytest.raises(AlreadyWritten):
        row.save()
    with pytest.raises(AlreadyWritten):
        row.delete()


@pytest.mark.parametrize("model", [Revision, StoryEvent])
def test_the_database_refuses_it_too(model):
    make_story()
    with pytest.raises(Error), transaction.atomic():
        model.objects.update(at="2020-01-01T00:00Z")
    with pytest.raises(Error), transaction.atomic():
        model.objects.all().delete()


def test_two_stories_cannot_have_one_address():
    make_story(slug="one-address")
    with pytest.raises(IntegrityError):
        make_story(slug="one-address")
