"""The screen of one person's data, by an administrator: without faults, and clear."""

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import DESK, sign_in_at_the_desk
from tests.browser.seeing import assert_no_faults
from tests.browser.world import World

pytestmark = pytest.mark.django_db


def test_from_the_desk_to_the_last_question(
    browser: Browser, world: World, base_url: str
) -> None:
    with browser.new_page(base_url=base_url, **DESK) as page:
        sign_in_at_the_desk(page, "admin@example.org", "admin-demo")
        page.get_by_role("link", name="One person’s data").click()
        assert_no_faults(page)
        page.get_by_label("E-mail address").fill("amara@example.org")
        page.get_by_role("button", name="Look").click()
        page.get_by_text("donations: something is kept").wait_for()
        assert "amara" not in page.url
        assert_no_faults(page)
        page.get_by_role("button", name="Erase for good").click()
        page.get_by_text("Say how it was asked for.").wait_for()
