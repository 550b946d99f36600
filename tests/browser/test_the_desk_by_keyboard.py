"""An editor's whole day without a mouse: write, hand in, publish, correct, withdraw."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from ijm.models import StaffMember
from stories.models import Story
from tests.browser.conftest import DESK, sign_in_at_the_desk
from tests.cast import PASSWORD
from tests.mailbox import Mailbox

NAME = """() => {
    const here = document.activeElement;
    if (here.matches(".cke_editable")) return "The text";
    const name = here.getAttribute("aria-label") || here.labels?.[0]?.textContent;
    return (name || here.value || here.textContent || "").replace(/\\s+/g, " ").trim();
}"""
FAR = 150


@pytest.fixture
def desk(
    house: Mailbox, editor_esi: StaffMember, new_context: Callable[..., BrowserContext]
) -> Page:
    page = new_context().new_page()
    page.set_viewport_size(DESK["viewport"])
    sign_in_at_the_desk(page, editor_esi.email, PASSWORD)
    return page


def goes_to(page: Page, name: str) -> None:
    """By Tab alone."""
    for _step in range(FAR):
        page.keyboard.press("Tab")
        if re.fullmatch(name, page.evaluate(NAME)):
            return
    raise AssertionError(f"“{name}” cannot be reached by Tab")


def types(page: Page, name: str, words: str) -> None:
    goes_to(page, name)
    page.keyboard.press("End")
    page.keyboard.type(words)


def presses(page: Page, name: str, then: str) -> None:
    """And `then` is on the page that comes."""
    goes_to(page, name)
    page.keyboard.press("Enter")
    expect(page.get_by_text(then).first).to_be_visible()


def test_a_whole_day(desk: Page) -> None:
    desk.goto("/admin/stories/story/add/")
    desk.locator(".cke_editable").wait_for()
    types(desk, "Headline:?", "A door opened")
    types(desk, "The text", "It stood open all morning.")
    types(desk, "Who can be recognised:?", "nobody")
    types(desk, "Summary for cards:?", "A door stood open.")
    presses(desk, "Save and continue editing", "was added successfully")
    presses(desk, "Hand in for review", "Anything the reviewer should know?")
    presses(desk, "Hand in", "now waits for a second person")
    presses(desk, "Publish", "See it as visitors will")
    presses(desk, "Publish now", "is public")
    types(desk, "Headline:?", " again")
    presses(desk, "Save and continue editing", "was changed successfully")
    presses(desk, "Publish", "See it as visitors will")
    presses(desk, "Publish now", "is public")
    assert Story.objects.get().live_edition.title == "A door opened again"
    presses(desk, "Withdraw", "What should visitors find?")
    goes_to(desk, "Nothing at all.*")
    desk.keyboard.press("Space")
    types(desk, "Why, for colleagues:?", "It closed.")
    presses(desk, "Withdraw now", "is out of public sight")
    assert Story.objects.get().is_withdrawn
