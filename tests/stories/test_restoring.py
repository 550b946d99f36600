"""A former revision comes back as a new one, less what can no longer be shown."""

import pytest

from stories.models import Story
from stories.models.revising import ChangedMeanwhile
from stories.restoring import restoration
from tests.make_stories import (
    make_photo,
    make_place,
    make_story,
    make_topic,
    reference,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


@pytest.fixture
def restored():
    """`restored(story, number, by)`: what was left out, after it was done."""

    def restore(story: Story, number: int, by) -> list[str]:
        planned = restoration(story, story.revisions.get(number=number))
        planned.carry_out(by, story.version)
        story.refresh_from_db()
        return planned.left_out

    return restore


def test_words_and_lists_return_as_a_new_revision(restored, writer_wen, editor_esi):
    topic, place, other = make_topic(), make_place(), make_story()
    story = make_story(by=writer_wen, title="First", topics=[topic], places=[place])
    story.links.create(title="A report", url="https://example.org/report")
    story.related_rows.create(other=other)
    story.revise(writer_wen, "With lists")
    story.topics.clear(), story.places.clear(), story.links.all().delete()
    story.related_rows.all().delete()
    story.revise(writer_wen, title="Second")
    assert restored(story, 2, editor_esi) == []
    assert (story.title, story.version) == ("First", 4)
    assert [list(story.topics.all()), list(story.places.all())] == [[topic], [place]]
    assert [story.links.get().title, story.related_rows.get().other] == [
        "A report",
        other,
    ]
    assert story.latest_revision.by == editor_esi
    assert story.latest_revision.note.startswith("Restored revision 2 of ")
    assert [row["title"] for row in story.revisions.all()][:2] == ["First", "Second"]


def test_what_is_gone_stays_out_and_is_said(restored, editor_esi):
    topic, hero, boat = make_topic(), make_photo(title="Quay"), make_photo(title="Boat")
    gallery = f'<figure data-gallery="{boat.pk} {hero.pk}"></figure>'
    body = f"<p>One.</p>{reference(boat)}{gallery}"
    story = make_story(topics=[topic], hero=hero, body=body)
    story.revise(editor_esi, body="<p>Two.</p>", hero=None)
    for photo in (hero, boat):
        photo.withdraw(editor_esi, "She asked")
    topic.stories.clear(), topic.delete()
    assert restored(story, 1, editor_esi) == [
        "The photo “Quay” was withdrawn or is gone.",
        "The photo “Boat” was withdrawn or is gone.",
        "No longer there: 1 of the topics.",
    ]
    assert (story.hero, story.body) == (None, "<p>One.</p>")


def test_an_address_that_others_have_now_stays_theirs(restored, writer_wen):
    story = make_story(slug="first-words")
    story.revise(writer_wen, slug="second-words")
    make_story(slug="first-words")
    assert "first-words" in restored(story, 1, writer_wen)[0]
    assert story.slug == "second-words"


def test_dates_and_readers_are_no_words_and_stay(restored, writer_wen):
    story = make_story()
    story.readers.set([writer_wen])
    story.revise(writer_wen, embargo_until_event="The judgement")
    restored(story, 1, writer_wen)
    assert story.embargo_until_event == "The judgement"
    assert list(story.readers.all()) == [writer_wen]


def test_it_does_not_overwrite_what_was_saved_meanwhile(writer_wen):
    story = make_story(title="First")
    planned = restoration(story, story.latest_revision)
    Story.objects.get().revise(writer_wen, title="Second")
    with pytest.raises(ChangedMeanwhile):
        planned.carry_out(writer_wen, story.version)
    assert Story.objects.get().title == "Second"


def test_the_page_shows_first_and_does_then(signed_in, writer_wen):
    story = make_story(title="First words")
    story.revise(writer_wen, title="Second words")
    client, address = signed_in(writer_wen), _address(story)
    page = client.get(address, {"revision": 1}).content.decode()
    assert "becomes the newest one" in page
    assert "Second" in page
    answer = client.post(address, {"revision": 1, "since": 2}, follow=True)
    assert "Nothing was lost." in answer.content.decode()
    assert Story.objects.get().title == "First words"


def test_a_page_that_grew_old_asks_again(signed_in, writer_wen):
    story = make_story()
    story.revise(writer_wen, title="Meanwhile")
    answer = signed_in(writer_wen).post(_address(story), {"revision": 1, "since": 1})
    assert answer.status_code == 422
    assert "Look at it once more" in answer.content.decode()
    assert Story.objects.get().title == "Meanwhile"


@pytest.mark.parametrize("asked", [{}, {"revision": 99}, {"revision": "x"}])
def test_a_revision_that_is_not_there(signed_in, writer_wen, asked):
    client, address = signed_in(writer_wen), _address(make_story())
    assert client.get(address, asked).status_code == 404
    assert client.post(address, asked).status_code == 404


def test_what_may_not_be_saved_may_not_be_restored(signed_in, writer_wen):
    """A word that became an address of the site since."""
    story = make_story(slug="give", kind="page")
    story.revise(writer_wen, slug="giving-help")
    answer = signed_in(writer_wen).post(_address(story), {"revision": 1, "since": 2})
    assert answer.status_code == 422
    assert "address of the site itself" in answer.content.decode()
    assert Story.objects.get().slug == "giving-help"


def _address(story: Story) -> str:
    return f"/admin/stories/story/{story.pk}/restoration/"
