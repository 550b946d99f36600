"""No page breaks a rule that axe knows, in the light or in the dark."""

import re

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.pages import OF_A_DONOR, PUBLIC
from tests.browser.seeing import assert_no_faults
from tests.browser.telling import BLOCKS
from tests.browser.world import World

pytestmark = pytest.mark.django_db
ERROR = re.compile("^Error: ")


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page(name: str, page: Page, world: World) -> None:
    page.goto(world.public[name])
    assert_no_faults(page)


@pytest.mark.parametrize(
    "path", ["/", "/stories/thirteen-years-in-cambodia/", "/give/"]
)
def test_a_public_page_on_a_desk(path: str, page: Page, world: World) -> None:
    page.set_viewport_size(DESK["viewport"])
    page.goto(path)
    assert_no_faults(page)


@pytest.mark.parametrize("path", BLOCKS.values(), ids=[*BLOCKS])
def test_a_story_with_blocks(path: str, page: Page, world: World) -> None:
    page.goto(path)
    for transcript in page.locator("summary").all():
        transcript.click()
    assert_no_faults(page)


@pytest.mark.parametrize("path", ["/no/such/page/", "/stories/taken-down/"])
def test_a_page_that_is_not_there(path: str, page: Page, world: World) -> None:
    page.goto(path)
    assert_no_faults(page)


@pytest.mark.parametrize(
    ("path", "button"),
    [
        ("/newsletter/", "Subscribe"),
        ("/newsletter/lost-link/", "Send me the link"),
        ("/give/", "Continue to check your gift"),
        ("/give/freedom-partner/", "Continue to check your gift"),
        ("/donor/", "Send me a link"),
    ],
)
def test_a_form_sent_empty(path: str, button: str, page: Page, world: World) -> None:
    page.goto(path)
    page.get_by_role("main").get_by_role("button", name=button).click()
    expect(page).to_have_title(ERROR)
    assert page.get_by_role("alert").get_by_role("link").count() > 0
    assert_no_faults(page)


def test_a_gift_to_be_checked(page: Page, world: World) -> None:
    page.goto("/give/?frequency=monthly&amount=30")
    page.get_by_label("Day of the month").select_option("31")
    page.get_by_label("Full name").fill("Amara Okafor")
    page.get_by_label("Email address").fill("amara@example.org")
    page.get_by_role("button", name="Continue to check").click()
    page.get_by_role("heading", name="Check your gift").wait_for()
    assert_no_faults(page)


def test_a_code_that_does_not_work(page: Page, world: World) -> None:
    page.goto("/donor/")
    page.get_by_label("Email address").fill("nobody@example.org")
    page.get_by_role("button", name="Send me a link").click()
    page.get_by_label("Code from the letter").fill("123")
    assert_no_faults(page)
    page.get_by_role("button", name="Open the Donor Portal").click()
    expect(page).to_have_title(ERROR)
    assert_no_faults(page)


@pytest.mark.parametrize("name", OF_A_DONOR)
def test_the_donor_portal(
    name: str, browser: Browser, as_donor: StorageState, world: World, base_url: str
) -> None:
    with browser.new_page(
        base_url=base_url,
        storage_state=as_donor,
        **PHONE,
    ) as page:
        page.goto(world.of_a_donor[name])
        assert page.url.endswith(world.of_a_donor[name])
        assert_no_faults(page)
