"""Addresses that moved, were burned, or were made short."""

import re

import pytest
from django.core.exceptions import ValidationError

from stories.models import FormerAddress, Story
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


def test_an_address_that_never_was_is_404(client):
    assert client.get("/stories/never-was/").status_code == 404
    assert client.get("/never-was/").status_code == 404
