"""What a first visit on a phone costs, with nothing in the browser's cache."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.telling import BLOCKS, STORY
from tests.browser.world import World

pytestmark = pytest.mark.django_db

KB = 1_000
MOST_REQUESTS = 12
SHIFTED = """new Promise((tell) => {
    let sum = 0;
    const add = (list) => list.getEntries().forEach((each) => (sum += each.value));
    new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => tell(sum), 200);
})"""


@dataclass
class Bill:
    requests: list[str] = field(default_factory=list)
    bytes: int = 0


def visited(page: Page, path: str) -> Bill:
    """All that crossed the wire, headers included, until the network was quiet."""
    bill, devtools = Bill(), page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def arrived(event: dict[str, int]) -> None:
        bill.bytes += event["encodedDataLength"]

    devtools.on("Network.loadingFinished", arrived)
    page.on("request", lambda request: bill.requests.append(request.url))
    page.goto(path, wait_until="networkidle")
    return bill


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/", 200 * KB),
        (f"/stories/{STORY}/", 240 * KB),
        *((path, 240 * KB) for path in BLOCKS.values()),
        ("/give/", 90 * KB),
    ],
    ids=["home", "story", *BLOCKS, "give"],
)
def test_a_first_visit(
    path: str, most: int, world: World, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(device_scale_factor=2, is_mobile=True).new_page()
    bill = visited(page, path)
    assert bill.bytes <= most, bill
    assert len(bill.requests) <= MOST_REQUESTS, bill.requests
    assert page.evaluate(SHIFTED) == 0
