"""Two topics, or two places, become one: everywhere at once, and for good."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from stories import consenting
from stories.counting import Choice, counts
from stories.merging import NotStanding, merge
from stories.models import Edition, Place, Tally, Topic
from stories.restoring import restoration
from tests.make_stories import (
    last_event,
    make_place,
    make_published,
    make_story,
    make_topic,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


@pytest.fixture
def old() -> Topic:
    return make_topic("Forced labor", slug="labor", aliases=["Bondage"])


@pytest.fixture
def new() -> Topic:
    return make_topic("Forced labour", slug="forced-labour", aliases=["bondage"])


def of(topic: Topic, **choice) -> int:
    return counts(Choice(topic=topic.slug, **choice), timezone.now()).total


def test_stories_public_copies_and_counts_follow(old, new, editor_esi):
    here = make_place("Here")
    one = make_published(topics=[old], places=[here])
    both = make_published(topics=[old, new])
    draft, other = make_story(topics=[old]), make_published(topics=[new])
    untouched = other.live_edition.pk
    assert merge(old, new, editor_esi, timezone.now()) == 3
    assert (of(old), of(new), of(new, place="here")) == (0, 3, 1)
    for cell in Tally.objects.filter(topic=old.slug):
        assert cell.number == 0
    assert one.live_edition.topics == (("forced-labour", "Forced labour"),)
    assert both.live_edition.topic_slugs == ["forced-labour"]
    assert [*draft.topics.all()] == [*both.topics.all()] == [new]
    assert other.live_edition.pk == untouched
    assert one.live_edition.published_at == one.published_at
    assert one.editions.filter(ended_reason="replaced").count() == 1
    assert not one.is_changed_since_published
    event = last_event(draft)
    assert (event.kind, event.by, event.why) == (
        "merged",
        editor_esi,
        "Forced labor → Forced labour",
    )
    assert last_event(other).kind != "merged"


def test_old_addresses_and_words_lead_to_the_one_that_stays(
    client, old, new, editor_esi
):
    make_published(topics=[old], title="The kiln")
    merge(old, new, editor_esi, timezone.now())
    there = "/stories/topics/forced-labour/"
    for gone in ("labor", "Labor", "forced-labor", "bondage"):
        answer = client.get(f"/stories/topics/{gone}/")
        assert (answer.status_code, answer["Location"]) == (301, there)
    feed = client.get("/stories/topics/labor/feed.atom")
    assert (feed.status_code, feed["Location"]) == (301, f"{there}feed.atom")
    assert "The kiln" in client.get(f"{there}feed.atom").content.decode()
    page = client.get("/stories/", {"topic": "labor"}).content.decode()
    assert "The kiln" in page and there in page
    assert "Forced labor (" not in client.get("/stories/").content.decode()
    new.refresh_from_db()
    assert new.aliases == ["bondage", "Forced labor"]
    assert "The kiln" in client.get("/search/", {"q": "labor"}).content.decode()
    assert "/labor/" not in client.get("/sitemap-subjects.xml").content.decode()


def test_places_are_merged_in_the_same_way(client, editor_esi):
    gone, stays = make_place("Kampuchea"), make_place("Cambodia")
    story = make_published(places=[gone])
    merge(gone, stays, editor_esi, timezone.now())
    assert story.live_edition.places == (("cambodia", "Cambodia"),)
    answer = client.get("/stories/places/kampuchea/")
    assert answer["Location"] == "/stories/places/cambodia/"


def test_what_was_planned_or_is_restored_comes_with_the_one_that_stays(
    old, new, editor_esi
):
    story = make_published(topics=[old])
    before = story.latest_revision
    story.topics.clear()
    story.revise(editor_esi)
    due = timezone.now() + timedelta(hours=1)
    planned = make_story(topics=[old, new])
    planned.plan_publication(editor_esi, due, "Europe/London", timezone.now())
    merge(old, new, editor_esi, timezone.now())
    brought = restoration(story, before)
    assert brought.lists["topics"] == [new.pk] and brought.left_out == []
    from stories.firing import fire_planned_changes

    fire_planned_changes(due)
    assert planned.live_edition.topic_slugs == ["forced-labour"]


def test_merged_again_everything_leads_to_the_last(client, old, new, editor_esi):
    last = make_topic("Slavery")
    story = make_story(topics=[old])
    revision = story.latest_revision
    merge(old, new, editor_esi, timezone.now())
    merge(new, last, editor_esi, timezone.now())
    assert client.get("/stories/topics/labor/")["Location"].endswith("/slavery/")
    assert [*Topic.objects.meant_by(revision["topics"])] == [last]
    old.refresh_from_db()
    assert old.today == last
    with pytest.raises(NotStanding):
        merge(last, old, editor_esi, timezone.now())
    with pytest.raises(NotStanding):
        merge(last, last, editor_esi, timezone.now())


def test_a_double_click_is_harmless(signed_in, old, new, editor_esi):
    story = make_published(topics=[old])
    desk, address = signed_in(editor_esi), f"/admin/stories/topic/{old.pk}/merging/"
    page = desk.get(address).content.decode()
    assert "Stories with “Forced labor”: 1" in page and "Forced labour (0)" in page
    first = desk.post(address, {"survivor": new.pk})
    again = desk.post(address, {"survivor": new.pk})
    assert (
        first["Location"]
        == again["Location"]
        == (f"/admin/stories/topic/{new.pk}/change/")
    )
    assert "was merged already" in desk.get(again["Location"]).content.decode()
    assert story.events.filter(kind="merged").count() == 1
    assert merge(old, new, editor_esi, timezone.now()) is None


def test_the_desk_offers_it_no_more(signed_in, old, new, editor_esi, writer_wen):
    merge(old, new, editor_esi, timezone.now())
    desk = signed_in(editor_esi)
    assert "Forced labor<" not in desk.get("/admin/stories/topic/").content.decode()
    filters = desk.get("/admin/stories/story/").content.decode()
    assert "Forced labour" in filters and ">Forced labor<" not in filters
    asked = {"app_label": "stories", "model_name": "story", "field_name": "topics"}
    found = desk.get("/admin/autocomplete/", asked).json()["results"]
    assert [each["text"] for each in found] == ["Forced labour"]
    taken = {"name": "Labor", "slug": "labor", "introduction": "", "aliases": ""}
    assert desk.post("/admin/stories/topic/add/", taken).status_code == 200
    assert Topic.objects.filter(slug="labor").count() == 1
    address = f"/admin/stories/topic/{new.pk}/merging/"
    assert signed_in(writer_wen).get(address).status_code == 403


def test_a_form_that_was_open_meanwhile_saves_the_one_that_stays(old, new, editor_esi):
    from stories.admin.story_form import StoryForm

    merge(old, new, editor_esi, timezone.now())
    form = StoryForm()
    form.cleaned_data = {"topics": Topic.objects.filter(pk__in=[old.pk, new.pk])}
    assert [*form.clean_topics()] == [new]


@pytest.mark.django_db(transaction=True)
def test_nobody_publishes_with_the_old_word_meanwhile(old, new, editor_esi):
    """A publication that has begun is waited for, and then follows."""
    story = make_story(topics=[old])
    done: list[int | None] = []

    def merging() -> None:
        done.append(merge(old, new, editor_esi, timezone.now()))
        connection.close()

    with transaction.atomic():
        consenting.stand_still()
        other = threading.Thread(target=merging)
        other.start()
        story.publish(editor_esi, now=timezone.now())
        other.join(0.5)
        assert other.is_alive()
    other.join(20)
    assert done == [1]
    assert Edition.objects.get(ended_at=None).topic_slugs == ["forced-labour"]
    assert Place.objects.standing().count() == 0
