"""Lists: all, by topic, place and year, page by page; the home page; the feeds."""

from datetime import UTC, date, datetime

import pytest

from stories.models import HomePage, ImpactFigure
from tests.make_stories import (
    make_many_published,
    make_place,
    make_published,
    make_story,
    make_topic,
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


@pytest.mark.parametrize(
    "choice", ["topic=nonsense&year=abc", "year=0000", "year=9999", "year=²", "year="]
)
def test_a_choice_that_is_none_narrows_nothing(client, choice):
    make_published(title="Wanted")
    assert "Wanted" in listed(client, f"/stories/?{choice}")


def test_a_choice_says_how_many_stories_it_leaves(client):
    make_published(topics=[make_topic()], places=[make_place()])
    make_published(topics=[make_topic()])
    make_topic("Nothing yet")
    page = listed(client, "/stories/?place=cambodia")
    assert "Forced labour (1)</option>" in page
    assert "Nothing yet" not in page
    assert "Forced labour (2)</option>" in listed(client, "/stories/")


def test_where_nothing_fits_it_says_what_to_leave_out(client):
    make_published(topics=[make_topic()])
    make_published(places=[make_place()])
    page = listed(client, "/stories/?topic=forced-labour&place=cambodia")
    assert "No story fits all of this." in page
    assert "Without “Cambodia”: 1 story" in page
    assert 'href="/stories/?topic=forced-labour"' in page


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/stories/", "/stories/"),
        ("/stories/?page=2", "/stories/?page=2"),
        ("/stories/?topic=forced-labour", "/stories/topics/forced-labour/"),
        ("/stories/?place=cambodia", "/stories/places/cambodia/"),
        ("/stories/?year=2024", "/stories/?year=2024"),
        ("/stories/?topic=forced-labour&year=2024", None),
        ("/stories/topics/forced-labour/?place=cambodia", None),
        ("/stories/topics/forced-labour/?page=2", None),
    ],
)
def test_a_list_has_one_address_for_search_engines(
    client, settings, address, canonical
):
    about = {"topics": [make_topic()], "places": [make_place()]}
    make_published(now=datetime(2024, 5, 1, tzinfo=UTC), **about)
    make_many_published(12)
    answer = client.get(address)
    if "topics/forced-labour/?page" in address:
        assert answer.status_code == 404
        return
    page = answer.content.decode()
    assert ("noindex" in page) == (canonical is None)
    if canonical:
        assert f'rel="canonical" href="{settings.SITE_URL}{canonical}"' in page


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
