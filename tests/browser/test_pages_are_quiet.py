"""What a visitor's browser is made to do by our pages: show them, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, Response, StorageState

from tests.browser.addresses_of_pages import personal_in
from tests.browser.pages import OF_A_DONOR, PUBLIC, unlisted
from tests.browser.telling import BLOCKS
from tests.browser.world import World

pytestmark = pytest.mark.django_db

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TWICE = "document.documentElement.style.fontSize = '200%'"
LISTEN = """addEventListener("securitypolicyviolation", (event) =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"""


@dataclass
class Heard:
    """All that a page asked for and complained about."""

    asked: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)

    def note_answer(self, answer: Response) -> None:
        if answer.status >= 400:
            self.refused.append(f"{answer.status} {answer.url}")
        if cookie := answer.header_value("set-cookie"):
            self.cookies.append(f"{answer.url}: {cookie}")


@contextmanager
def listening(page: Page) -> Iterator[Heard]:
    heard = Heard()
    page.add_init_script(LISTEN)
    page.on("request", lambda request: heard.asked.append(request.url))
    page.on("response", heard.note_answer)
    page.on("console", lambda message: heard.said.append(message.text))
    page.on("pageerror", lambda error: heard.said.append(str(error)))
    yield heard


def test_every_address_is_listed() -> None:
    assert unlisted() == set()


@pytest.mark.parametrize("name", [*PUBLIC, *BLOCKS])
def test_it_only_shows_the_page(
    name: str, page: Page, world: World, base_url: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    with listening(page) as heard:
        page.goto({**world.public, **BLOCKS}[name], wait_until="networkidle")
    elsewhere = [url for url in heard.asked if not url.startswith(f"{base_url}/")]
    assert elsewhere == []
    assert heard.refused == []
    assert heard.said == []
    assert heard.cookies == []
    assert page.context.cookies() == []
    assert list(personal_in(html.fromstring(page.content()))) == []
    assert page.evaluate(OVERFLOW) == 0, "wider than a screen of 320 pixels"
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate(TWICE)
    assert page.evaluate(OVERFLOW) == 0, "too wide with letters twice as large"


def test_so_do_the_pages_of_a_donor(
    browser: Browser, as_donor: StorageState, world: World, base_url: str
) -> None:
    """They alone have a session."""
    with (
        browser.new_page(base_url=base_url, storage_state=as_donor) as page,
        listening(page) as heard,
    ):
        for name in OF_A_DONOR:
            page.goto(world.of_a_donor[name], wait_until="networkidle")
            assert page.url.endswith(world.of_a_donor[name])
            assert list(personal_in(html.fromstring(page.content()))) == []
    assert not [url for url in heard.asked if not url.startswith(f"{base_url}/")]
    assert heard.refused == heard.said == []
