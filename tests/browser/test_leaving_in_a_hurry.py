"""Exit this page: by a press, or by Shift three times; Back finds the page again."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def help_page(page: Page, world: World) -> Page:
    neutral = {"body": "<title>Weather</title>Rain.", "content_type": "text/html"}
    page.route("**/exit/", lambda route: route.fulfill(**neutral))
    # A key pressed before the script is there is nobody's.
    page.goto("/get-help/", wait_until="networkidle")
    return page


def test_a_press_leaves_and_back_comes_back(help_page: Page) -> None:
    help_page.get_by_role("link", name="Emergency Exit this page").click()
    expect(help_page).to_have_title("Weather")
    help_page.go_back()
    expect(help_page.get_by_role("heading", level=1)).to_be_visible()
    expect(help_page.get_by_text("Loading.")).to_be_hidden()


def test_three_presses_of_shift_leave_and_are_told(help_page: Page) -> None:
    help_page.keyboard.press("Shift")
    expect(help_page.get_by_role("status")).to_have_text(
        "Shift, press 2 more times to exit."
    )
    help_page.keyboard.press("Shift+A")
    expect(help_page.get_by_role("status")).not_to_have_text(
        "Shift, press 1 more time to exit."
    )
    for _press in range(3):
        help_page.keyboard.press("Shift")
    expect(help_page).to_have_title("Weather")
