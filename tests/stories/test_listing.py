"""Lists: all, by topic, place and year, page by page; the home page; the feeds."""

import json
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from stories.models import HomePage, ImpactFigure
from tests.make_stories import (
    make_many_published,
    make_photo,
    make_place,
    make_published,
    make_story,
    make_topic,
    reference,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


def listed(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/stories/?topic=forced-labour",
        "/stories/?place=cambodia",
        "/stories/?year=2024",
        "/stories/?topic=forced-labour&place=cambodia&year=2024",
        "/stories/topics/forced-labour/",
        "/stories/places/cambodia/",
    ],
)
def test_it_narrows(client, address):
    about = {"topics": [make_topic()], "places": [make_place()]}
    make_published(title="Wanted", now=datetime(2024, 5, 1, tzinfo=UTC), **about)
    make_published(title="Unwanted")
    page = listed(client, address)
    assert "Wanted" in page
    assert "Unwanted" not in page


def test_a_choice_that_is_none_narrows_nothing(client):
    make_published(title="Wanted")
    assert "Wanted" in listed(client, "/stories/?topic=nonsense&year=abc")


def test_pages_follow_each_other(client):
    make_many_published(30)
    assert 'href="?page=2"' in listed(client, "/stories/")
    assert listed(client, "/stories/?page=3").count('class="card"') == 6


@pytest.mark.parametrize("page", ["4", "0", "-1", "x", "99999999999", "²"])
def test_a_page_that_is_not_there_is_404(client, page):
    make_many_published(30)
    assert client.get(f"/stories/?page={page}").status_code == 404


def test_drafts_are_in_no_list(client):
    make_story(title="Not yet")
    for address in ("/", "/stories/", "/stories/feed.rss", "/search/?q=yet"):
        assert "Not yet" not in listed(client, address)


def test_a_card_without_a_photo_has_a_woven_plate(client):
    make_published()
    assert "img/plates/plate-" in listed(client, "/stories/")


def test_the_home_page_shows_what_staff_chose(client):
    stories = [make_published() for _each in range(6)]
    HomePage.objects.create(
        lead=stories[0],
        featured_one=stories[2],
        appeal_heading="Eleven files",
        appeal_url="/give/",
        appeal_ends_on=date(2999, 1, 1),
    )
    ImpactFigure.objects.create(
        value="2.2 %",
        label="were minors",
        as_of=date(2015, 1, 1),
        scope="x",
        source="y",
    )
    page = listed(client, "/")
    assert page.index(stories[0].title) < page.index(stories[2].title)
    assert page.index(stories[2].title) < page.index(stories[5].title)
    assert "Eleven files" in page
    assert "2.2 %" in page


def test_an_appeal_leaves_after_its_last_day(client):
    HomePage.objects.create(
        appeal_heading="Eleven files",
        appeal_url="/give/",
        appeal_ends_on=date(2020, 1, 1),
    )
    assert "Eleven files" not in listed(client, "/")


def test_an_empty_site_has_a_home_page(client):
    assert client.get("/").status_code == 200


def test_the_home_page_never_shows_a_story_twice(client):
    story = make_published(title="Only once")
    HomePage.objects.create(lead=story, featured_one=story)
    assert listed(client, "/").count("Only once") == 1


@pytest.mark.parametrize("feed", ["rss", "atom"])
def test_feeds_are_xml_with_the_whole_story(client, feed, settings):
    photo = make_photo()
    make_published(
        body=f"<p>All of it.</p>{reference(photo)}", content_note="Of courts."
    )
    text = listed(client, f"/stories/feed.{feed}")
    ElementTree.fromstring(text)
    assert "All of it." in text
    assert "Of courts. · An office answered" in text
    assert f"{settings.SITE_URL}/media/photos/" in text
    assert '"/media/' not in text


def test_the_json_feed_is_json(client):
    story = make_published(topics=[make_topic()])
    feed = json.loads(listed(client, "/stories/feed.json"))
    assert feed["items"][0]["title"] == story.title
    assert feed["items"][0]["tags"] == ["Forced labour"]


def test_the_sitemap_lists_stories_and_pages(client, settings):
    make_published(slug="a-story")
    make_published(slug="a-page", kind="page")
    assert "/sitemap-stories.xml" in listed(client, "/sitemap.xml")
    text = listed(client, "/sitemap-stories.xml")
    assert f"<loc>{settings.SITE_URL}/stories/a-story/</loc>" in text
    assert f"<loc>{settings.SITE_URL}/a-page/</loc>" in text
