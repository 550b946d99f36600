"""A film is a picture and a link until it is pressed; then its player stands here."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.telling import FILM
from tests.browser.test_pages_are_quiet import Heard, listening
from tests.browser.world import World

pytestmark = pytest.mark.django_db

HOST = "https://www.youtube-nocookie.com"
PLAYER = "<!doctype html><title>Player</title><button>Pause</button>"
WATCHED = "https://www.youtube.com/watch?v=abcdefghijk"


@pytest.fixture
def heard(page: Page, world: World, base_url: str) -> Iterator[Heard]:
    """The page of the film, whose host is played by this test."""

    def answer(route: Route) -> None:
        route.fulfill(body=PLAYER, content_type="text/html")

    page.context.route(lambda url: not url.startswith(f"{base_url}/"), answer)
    with listening(page) as heard:
        page.goto(f"/stories/{FILM}/", wait_until="networkidle")
        yield heard


def elsewhere(heard: Heard, base_url: str) -> list[str]:
    return [url for url in heard.asked if not url.startswith(f"{base_url}/")]


def test_the_host_is_asked_for_nothing_before(
    heard: Heard, page: Page, base_url: str
) -> None:
    play = page.get_by_role("link", name="Play the video here")
    play.scroll_into_view_if_needed()
    play.hover()
    page.wait_for_load_state("networkidle")
    assert elsewhere(heard, base_url) == []
    assert page.locator("iframe").count() == 0
    assert page.context.cookies() == []


@pytest.mark.parametrize("key", ["", "Enter"], ids=["by pointer", "by keyboard"])
def test_its_player_takes_the_place_and_the_focus(
    key: str, heard: Heard, page: Page, base_url: str
) -> None:
    play = page.get_by_role("link", name="Play the video here")
    play.press(key) if key else play.click()
    player = page.locator("iframe")
    expect(player).to_be_focused()
    expect(player).to_have_attribute("title", "A door at noon")
    expect(player.content_frame.get_by_role("button", name="Pause")).to_be_visible()
    expect(play).to_have_count(0)
    assert elsewhere(heard, base_url) == [f"{HOST}/embed/abcdefghijk?autoplay=1&rel=0"]
    assert heard.said == [], "what the page may show was refused"
    assert page.url == f"{base_url}/stories/{FILM}/"


def test_what_is_said_can_be_read_without_it(heard: Heard, page: Page) -> None:
    said = page.get_by_text("Then somebody knocked.")
    expect(said).to_be_hidden()
    page.get_by_text("Transcript of “A door at noon”").press("Enter")
    expect(said).to_be_visible()


def test_without_scripts_it_leads_to_the_host(
    world: World, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"/stories/{FILM}/")
    play = page.get_by_role("link", name="Watch the video at YouTube")
    expect(play).to_have_attribute("href", WATCHED)
    expect(play).to_have_attribute("rel", "noopener")
