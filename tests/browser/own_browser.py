"""A browser of somebody's own, which may be killed, and the line a page hangs on.

Its profile stays on the disk, as on a laptop whose battery is empty.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserType, Page

# 400 kbit/s, and 600 ms until the house answers.
POOR = {"latency": 600, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


@contextmanager
def own_browser(kind: BrowserType, profile: Path, **how: Any) -> Iterator[Page]:
    """The page of a process that lives in `profile` alone, and is killed at the end:

    nothing in it may finish what it had begun.
    """
    context = kind.launch_persistent_context(profile, **how)
    page = context.pages[0]
    try:
        yield page
    finally:
        assert context.browser
        wire = context.browser.new_browser_cdp_session()
        processes = wire.send("SystemInfo.getProcessInfo")["processInfo"]
        first = next(each["id"] for each in processes if each["type"] == "browser")
        with context.expect_event("close"):
            os.kill(first, signal.SIGKILL)


class Line:
    """Of one page: Chromium holds its requests up, or lets none go and says so."""

    def __init__(self, page: Page) -> None:
        self._wire = page.context.new_cdp_session(page)
        self._wire.send("Network.enable")

    def is_poor(self) -> None:
        self._is(offline=False)

    def is_cut(self) -> None:
        self._is(offline=True)

    def _is(self, offline: bool) -> None:
        self._wire.send(
            "Network.emulateNetworkConditions", {**POOR, "offline": offline}
        )
