"""A picture of another house is refused by Chromium, and we hear of it."""

import time

from playwright.sync_api import Page

from ijm.models import PolicyReport
from tests.mailbox import Mailbox

FOREIGN = """() => {
    const pixel = new Image();
    pixel.src = "https://elsewhere.example/quoll.png";
}"""


def test_chromium_tells_us(page: Page, house: Mailbox) -> None:
    page.goto("/")
    with page.expect_request("**/reports/policy/"):
        page.evaluate(FOREIGN)
    until = time.monotonic() + 5
    # What Playwright does in a page is refused as well, and stands beside it.
    pictures = PolicyReport.objects.filter(directive="img-src")
    while not (found := pictures.first()) and time.monotonic() < until:
        time.sleep(0.05)
    assert found and found.page == "stories:home"
    assert found.blocked == "elsewhere"
