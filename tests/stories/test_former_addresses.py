"""Addresses that moved, were burned, or were made short."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from stories.models import AddressVisits, FormerAddress, OldAddress, Story
from stories.models.address import SITE_WORDS
from stories.models.publishing import NotPublishable
from tests.make_stories import make_published, make_story, story_columns

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


class Empty:
    pattern = ""


@pytest.fixture
def moved(editor_esi):
    story = make_published(slug="first-words")
    story.revise(editor_esi, slug="second-words")
    return story


def test_a_changed_address_leads_on_once_published(client, moved, editor_esi):
    assert client.get("/stories/first-words/").status_code == 200
    moved.publish(editor_esi)
    answer = client.get("/stories/first-words/")
    assert (answer.status_code, answer["Location"]) == (301, "/stories/second-words/")


def test_a_burned_address_is_gone(client, moved, editor_esi):
    moved.publish(editor_esi, burn_old_address=True)
    answer = client.get("/stories/first-words/")
    assert answer.status_code == 410
    assert "second-words" not in answer.content.decode()


def test_a_burned_address_is_never_used_again(moved, editor_esi):
    moved.publish(editor_esi, burn_old_address=True)
    with pytest.raises(NotPublishable) as refused:
        make_story(slug="first-words").publish(editor_esi)
    assert [each.code for each in refused.value.problems] == ["address_taken"]


def test_a_story_may_take_its_own_address_back(client, moved, editor_esi):
    moved.publish(editor_esi)
    moved.revise(editor_esi, slug="first-words")
    moved.publish(editor_esi)
    assert client.get("/stories/first-words/").status_code == 200
    assert client.get("/stories/second-words/").status_code == 301


def test_a_short_address_leads_where_staff_say(client):
    FormerAddress.objects.create(slug="christmas", target="/give/?fund=christmas")
    answer = client.get("/christmas/")
    assert (answer.status_code, answer["Location"]) == (302, "/give/?fund=christmas")


@pytest.mark.parametrize(
    "target", ["https://example.com/", "//example.com", "/\\evil", ""]
)
def test_a_short_address_stays_on_this_site(target):
    with pytest.raises(ValidationError):
        FormerAddress(slug="christmas", target=target).full_clean()


@pytest.mark.parametrize(
    ("kind", "slug"),
    [("page", "give"), ("page", "admin"), ("story", "topics"), ("story", "preview")],
)
def test_a_word_of_the_site_can_be_no_address(kind, slug):
    story = Story(**story_columns(kind=kind, slug=slug))
    with pytest.raises(ValidationError) as refused:
        story.full_clean()
    assert "slug" in refused.value.message_dict


def test_every_first_word_of_the_site_is_reserved():
    from django.urls import get_resolver

    routes = [
        str(pattern.pattern) + str(inner.pattern)
        for pattern in get_resolver().url_patterns
        for inner in [*getattr(pattern, "url_patterns", []), Empty()]
    ]
    words = {route.split("/")[0] for route in routes}
    assert {word for word in words if re.fullmatch("[a-z-]+", word)} <= SITE_WORDS


def test_capitals_make_no_difference(client):
    make_published(slug="the-door")
    make_published(slug="about-us", kind="page")
    FormerAddress.objects.create(slug="christmas", target="/give/")
    for asked, leads_to in {
        "/Christmas/": "/give/",
        "/stories/The-Door/": "/stories/the-door/",
        "/ABOUT-US/": "/about-us/",
        "/Stories/The-Door/": "/stories/the-door/",
        "/STORIES/": "/stories/",
        "/christmas": "/christmas/",
    }.items():
        answer = client.get(asked)
        assert answer.status_code in (301, 302), asked
        assert answer["Location"] == leads_to, asked
    assert client.get("/ADMIN/").status_code == 404


def test_short_addresses_lead_to_their_end_at_once(client):
    FormerAddress.objects.create(slug="xmas", target="/Christmas/?from=print")
    FormerAddress.objects.create(slug="christmas", target="/give/?fund=christmas")
    assert client.get("/xmas/")["Location"] == "/give/?fund=christmas"


def test_a_circle_is_refused_and_answers_nothing(client):
    first = FormerAddress.objects.create(slug="first", target="/second/")
    second = FormerAddress(slug="second", target="/third/")
    third = FormerAddress(slug="third", target="/first/")
    second.full_clean()
    second.save()
    with pytest.raises(ValidationError) as refused:
        third.full_clean()
    assert "circle" in str(refused.value)
    third.save()  # past the form, as a race might
    assert client.get(f"/{first.slug}/").status_code == 404


def test_visits_are_sums_of_a_day(client, time_machine):
    FormerAddress.objects.create(slug="christmas", target="/give/")
    OldAddress.objects.create(path="2015/03/post", target="/stories/")
    for day in (date(2026, 12, 1), date(2026, 12, 2)):
        time_machine.move_to(datetime(day.year, day.month, day.day, 1, tzinfo=UTC))
        client.get("/christmas/")
        client.head("/christmas/")
        client.get("/Christmas/?utm_source=poster")
        client.get("/2015/03/post.html")
        client.get("/2015/03/post/")
        client.get("/never-was/")
    rows = AddressVisits.objects.values_list("path", "day__day", "number")
    assert set(rows) == {
        ("christmas", 1, 2),
        ("christmas", 2, 2),
        ("2015/03/post", 1, 1),
        ("2015/03/post", 2, 1),
    }
    assert AddressVisits.objects.forget(date(2028, 2, 1)) == 4


def test_an_address_that_never_was_is_404(client):
    assert client.get("/stories/never-was/").status_code == 404
    assert client.get("/never-was/").status_code == 404
