"""A visitor comes by the front page and reads a story to its end, script or none."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pictures import all_loaded
from tests.browser.telling import STORY
from tests.browser.world import World

pytestmark = pytest.mark.django_db


def test_from_the_front_page_to_the_end_of_a_story(
    visitor: Page, world: World, request: pytest.FixtureRequest
) -> None:
    visitor.goto("/")
    visitor.get_by_role("link", name="What thirteen years changed in Cambodia").click()
    visitor.wait_for_url(f"**/stories/{STORY}/")
    article = visitor.get_by_role("article")
    expect(article.get_by_role("heading", level=1)).to_be_visible()
    expect(article).to_contain_text("Nobody who worked against it in those years")
    expect(article.get_by_role("figure")).to_have_count(2)
    expect(article.get_by_role("definition").get_by_text("2.2%")).to_be_visible()
    assert all_loaded(article)
    expect(article).to_contain_text("How we tell this story")
    related = visitor.get_by_role("region", name="You might also be interested in")
    related.get_by_role("link").first.wait_for()
    visitor.get_by_role("contentinfo").get_by_role(
        "link", name="See more stories"
    ).click()
    visitor.wait_for_url("**/stories/")
    assert visitor.get_by_role("main").get_by_role("listitem").count() > 10


def test_a_page_of_the_list_and_back(visitor: Page, world: World) -> None:
    visitor.goto("/stories/")
    visitor.get_by_role("navigation", name="Pages").get_by_text("Older").click()
    visitor.wait_for_url("**/stories/?page=2")
    visitor.get_by_role("navigation", name="Pages").get_by_text("Newer").click()
    visitor.wait_for_url("**/stories/")
