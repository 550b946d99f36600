"""Pictures of the pages that decide what people think of the site, to be looked at.

`BASE_URL=http://localhost:8000 python -m tests.browser.screenshots FOLDER` with
`make demo` running: each page at two widths, in the light and in the dark.
"""

import itertools
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import machine

BASE = os.environ.get("BASE_URL", "http://localhost:8000").rstrip("/")
DATA = Path(os.environ.get("DATA_DIR", "var"))
EDITOR = ("editor@example.org", "editor-demo")
WIDTHS = {390: 844, 1280: 900}
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
STORY = "What thirteen years changed in Cambodia"


def fill_in_the_gift(page: Page, email: str = "screenshots@example.org") -> None:
    page.goto("/give/?frequency=monthly&amount=30")
    page.get_by_label("Day of the month").select_option("31")
    page.get_by_label("Full name").fill("Amara Okafor")
    page.get_by_label("Email address").fill(email)
    page.get_by_role("button", name="Continue to check").click()
    page.get_by_role("heading", name="Check your gift").wait_for()


def story(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=STORY).first.click()


def give_refused(page: Page) -> None:
    page.goto("/give/")
    page.get_by_role("button", name="Continue to check").click()


def thanks(page: Page) -> None:
    fill_in_the_gift(page)
    page.get_by_role("button", name="Confirm my monthly gift").click()


def pledge(page: Page) -> None:
    page.goto("/donor/giving/")
    page.locator(".card__link").first.click()


def story_form(page: Page) -> None:
    page.goto("/admin/stories/story/?q=thirteen")
    page.get_by_role("link", name=STORY).first.click()
    page.locator(".cke_editable").wait_for()


def photo_dialog(page: Page) -> None:
    story_form(page)
    page.get_by_role("button", name="Photo").click()
    page.locator(".photo-picker img").first.wait_for()


# A path to open, or a way to walk.
Shows = dict[str, str | Callable[[Page], None]]
VISITOR: Shows = {
    "home": "/",
    "listing": "/stories/",
    "story": story,
    "sign-up": "/newsletter/",
    "give": "/give/?frequency=monthly",
    "give-refused": give_refused,
    "review": fill_in_the_gift,
    "thanks": thanks,
    "freedom-partner": "/give/freedom-partner/",
    "portal-door": "/donor/",
    "missing": "/no/such/page/",
}
DONOR: Shows = {"portal": "/donor/giving/", "pledge": pledge}
STAFF: Shows = {
    "desk": "/admin/",
    "story-form": story_form,
    "photo-dialog": photo_dialog,
}


def come_in_as_a_donor(page: Page) -> None:
    """Pledges, asks for the link, and reads the letter where the demo keeps mail."""
    address = f"screenshots-{time.time_ns()}@example.org"
    fill_in_the_gift(page, address)
    page.get_by_role("button", name="Confirm my monthly gift").click()
    page.goto("/donor/")
    page.get_by_label("Email address").fill(address)
    page.get_by_role("button", name="Send me a link").click()
    page.goto(link_in_the_mail(address))
    page.get_by_role("button", name="Continue").click()


def link_in_the_mail(address: str) -> str:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        for letter in (DATA / "mail").glob("*.eml"):
            words = letter.read_bytes().replace(b"=\r\n", b"").replace(b"=\n", b"")
            found = re.search(rb"/donor/sign-in/[\w-]+/", words)
            if found and address.encode() in words:
                return found[0].decode()
        time.sleep(0.3)
    raise TimeoutError(f"No letter to {address} came into {DATA / 'mail'}.")


def come_in_as_an_editor(page: Page) -> None:
    page.goto("/admin/login/?next=/admin/")
    page.get_by_label("E-mail address").fill(EDITOR[0])
    page.get_by_label("Password").fill(EDITOR[1])
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")


def stay(_page: Page) -> None:
    """A visitor needs no way in."""


def photograph(
    context: BrowserContext, show: str | Callable[[Page], None], to: Path
) -> None:
    page = context.new_page()
    if isinstance(show, str):
        page.goto(show)
    else:
        show(page)
    page.wait_for_load_state("networkidle")
    scroll_through(page)
    page.screenshot(path=to, full_page=True)
    page.close()
    print(to.name, flush=True)


def scroll_through(page: Page) -> None:
    """Pictures further down come only when they are near."""
    page.evaluate(
        """async () => {
            for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
                scrollTo(0, y);
                await new Promise((go) => setTimeout(go, 60));
            }
            scrollTo(0, 0);
            await Promise.all([...document.images].map((each) => each.decode()));
        }"""
    )
    page.wait_for_load_state("networkidle")


def take_all(browser: Browser, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for come_in, shows in (
        (stay, VISITOR),
        (come_in_as_a_donor, DONOR),
        (come_in_as_an_editor, STAFF),
    ):
        with browser.new_context(base_url=BASE) as first:
            come_in(first.new_page())
            cookies = first.storage_state()
        for width, scheme in itertools.product(WIDTHS, SCHEMES):
            with browser.new_context(
                base_url=BASE,
                viewport={"width": width, "height": WIDTHS[width]},
                color_scheme=scheme,
                storage_state=cookies,
            ) as context:
                for name, show in shows.items():
                    photograph(context, show, folder / f"{name}-{width}-{scheme}.png")


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=machine.found("browser"),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        take_all(browser, Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots"))


if __name__ == "__main__":
    main()
