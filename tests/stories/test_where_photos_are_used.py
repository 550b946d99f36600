"""Usage is read from what is there: live, planned, in a draft, in a mail, past."""

from datetime import timedelta

import pytest
from django.utils import timezone

from newsletter.models import Issue, IssueStory
from stories.models import HomePage, Photo
from stories.usage import NOW_USED, used_as, used_now, uses_of
from tests.make_stories import make_bare_photo, make_published, make_story, reference

pytestmark = pytest.mark.django_db


def states(photo: Photo, person) -> list[tuple[str, str]]:
    found = uses_of([photo], person, timezone.now())[photo.pk]
    return sorted((use.state, str(use.label)) for use in found)


@pytest.fixture
def photo() -> Photo:
    return make_bare_photo()


def test_a_live_story_is_listed_once_though_its_draft_shows_it_too(photo, editor_esi):
    story = make_published(hero=photo, title="The boat")
    story.revise(editor_esi)
    assert states(photo, editor_esi) == [("live", "The boat")]


def test_a_draft_by_its_main_photo_or_its_text(photo, editor_esi):
    make_story(hero=photo, title="Main")
    make_story(body=reference(photo), title="Text")
    assert states(photo, editor_esi) == [("draft", "Main"), ("draft", "Text")]


def test_what_a_saved_draft_dropped_is_past_but_still_live_where_it_is_public(
    photo, editor_esi
):
    dropped = make_story(hero=photo, title="Dropped")
    public = make_published(hero=photo, title="Public")
    for story in (dropped, public):
        story.revise(editor_esi, hero=None)
    assert states(photo, editor_esi) == [("live", "Public"), ("past", "Dropped")]


def test_what_is_planned_stays_so_when_a_later_draft_drops_it(photo, editor_esi):
    now = timezone.now()
    story = make_story(hero=photo, title="Planned")
    story.plan_publication(editor_esi, now + timedelta(days=1), "Asia/Bangkok", now)
    story.revise(editor_esi, hero=None)
    assert states(photo, editor_esi) == [("scheduled", "Planned")]
    assert list(Photo.objects.filter(used_as("scheduled", now))) == [photo]


def test_what_lapsed_is_live_no_more(photo, editor_esi):
    ends = timezone.now() + timedelta(hours=1)
    story = make_published(hero=photo, until=ends)
    later = uses_of([photo], editor_esi, ends + timedelta(hours=1))[photo.pk]
    assert [use.state for use in later] == ["draft"]
    assert str(later[0].label) == story.title


def test_the_home_page_and_a_newsletter(photo, newsletter_noor, editor_esi):
    HomePage.objects.create(appeal_photo=photo)
    issue = Issue.objects.create(title="Spring", slug="spring", subject="S")
    story = make_published(hero=photo, title="The boat")
    IssueStory.objects.create(issue=issue, story=story)
    assert states(photo, newsletter_noor) == [
        ("live", "Home page"),
        ("live", "The boat"),
        ("newsletter", "Spring"),
    ]
    assert ("newsletter", "an issue") in states(photo, editor_esi)


def test_a_story_kept_to_a_few_keeps_its_title_from_others(
    photo, editor_esi, writer_wen
):
    story = make_story(hero=photo, title="Not for all")
    story.readers.add(writer_wen)
    assert states(photo, editor_esi) == [("draft", "a story kept to a few")]
    assert states(photo, writer_wen) == [("draft", "Not for all")]


def test_filters_find_what_the_list_says(editor_esi):
    live, draft, unused = make_bare_photo(), make_bare_photo(), make_bare_photo()
    make_published(hero=live)
    make_story(hero=draft)
    now = timezone.now()
    assert list(Photo.objects.filter(used_as("live", now))) == [live]
    assert list(Photo.objects.filter(used_as("draft", now))) == [draft]
    assert list(Photo.objects.exclude(used_now(now))) == [unused]
    for state in NOW_USED:
        for found in Photo.objects.filter(used_as(state, now)):
            assert state in {name for name, _label in states(found, editor_esi)}


def test_a_page_of_many_costs_what_a_page_of_few_does(
    editor_esi, django_assert_max_num_queries
):
    photos = [make_bare_photo() for _ in range(2)]
    for photo in photos * 4:
        make_published(hero=photo)
    with django_assert_max_num_queries(9):
        uses_of(photos[:1], editor_esi, timezone.now())
    with django_assert_max_num_queries(9):
        uses_of(photos, editor_esi, timezone.now())
