"""Addresses of the site before this one lead to what is public of it now."""

import pytest

from stories.models import OldAddress
from stories.models.old_address import old_path
from tests.make_stories import make_person, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
SPELLINGS = {
    "https://old.example/2015/03/The-Boat/": "2015/03/the-boat",
    "/2015/03/the-boat": "2015/03/the-boat",
    "/2015/03/%E1%9E%81/": "2015/03/ខ",
    "/?p=12": "?p=12",
    "/?page_id=12&x=y": "?p=12",
    "https://old.example": "",
    "/?p=": "",
    "/?p=x": "",
    "/" + "a" * 500: "",
    "/a%00b": "",
    "http://[broken": "",
}


def test_one_address_has_one_spelling():
    for address, path in SPELLINGS.items():
        assert old_path(address) == path, address


@pytest.fixture
def story():
    story = make_story(slug="the-boat")
    for path in ("2015/03/the-boat", "?p=12", "boat"):
        OldAddress.objects.create(path=path, story=story)
    return story


ASKED = ("/2015/03/the-boat/", "/2015/03/The-Boat", "/?p=12", "/?page_id=12", "/boat/")


def test_they_lead_nowhere_before_it_is_published(client, story):
    assert {client.get(path).status_code for path in ASKED} == {404, 200}
    assert client.get("/?p=12").status_code == 200  # the front page, as for any query


def test_they_lead_to_it_once_it_is_public(client, story):
    story.publish(make_person())
    for path in ASKED:
        answer = client.get(path)
        assert answer.status_code == 301, path
        assert answer["Location"] == "/stories/the-boat/", path
    assert client.get("/2015/03/another/").status_code == 404
    assert client.post("/2015/03/the-boat/").status_code == 404


@pytest.mark.parametrize(
    ("reason", "words"), [("safeguarding", "no longer here"), ("error", "in error")]
)
def test_they_fall_silent_with_it(client, story, reason, words):
    story.publish(make_person())
    story.withdraw(make_person(), reason)
    for path in ("/2015/03/the-boat/", "/?p=12"):
        answer = client.get(path)
        assert answer.status_code == 410, path
        assert words in answer.content.decode()


def test_a_stored_front_page_does_not_stand_before_them(story, settings):
    """The page cache answers other queries with what it has."""
    from ijm.page_key import asked_for

    assert asked_for("/", "p=12") is None
    assert asked_for("/", "utm_source=x&page_id=12") is None
    assert asked_for("/", "map=12") is not None
    assert asked_for("/stories/", "page=12") is not None


def test_an_old_category_leads_to_its_topic(client):
    OldAddress.objects.create(path="category/courts", target="/stories/topics/courts/")
    answer = client.get("/category/courts/")
    assert answer["Location"] == "/stories/topics/courts/"
