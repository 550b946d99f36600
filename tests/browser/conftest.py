"""A browser before the real site: `house` is new and empty, `world` is to read."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import override_settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    StorageState,
    ViewportSize,
)

from ijm.demo.load import load as load_settings
from tests.bench.servers import Server
from tests.browser import house as served
from tests.browser.world import World, make_world
from tests.mailbox import Mailbox, smtp_sink

__all__ = ["smtp_sink"]

PHONE: dict[str, ViewportSize] = {"viewport": {"width": 390, "height": 844}}
DESK: dict[str, ViewportSize] = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def site(django_db_setup: None, playwright: Playwright) -> Iterator[Server]:
    with served.standing() as server:
        yield server
    # Within Playwright's event loop Django has a connection of its own.
    connections.close_all()


@pytest.fixture(scope="session")
def base_url(site: Server) -> str:
    return site.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, **PHONE, "locale": "en-AU"}


@pytest.fixture
def house(
    _worlds: list[World],
    transactional_db: None,
    smtp_sink: Mailbox,
    site: Server,
    settings: Any,
) -> Mailbox:
    """The charity as it opens: its settings, staff, and letters that really go."""
    while _worlds:
        _worlds.pop().end()
    settings.SITE_URL, settings.STORAGES = site.url, served.storages()
    load_settings()
    served.begin_anew()
    return smtp_sink


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def visitor(
    request: pytest.FixtureRequest, new_context: Callable[..., BrowserContext]
) -> Page:
    """Somebody on a phone, once with JavaScript and once without."""
    return new_context(java_script_enabled=request.param).new_page()


@pytest.fixture(scope="package")
def _worlds(site: Server, django_db_blocker: Any) -> Iterator[list[World]]:
    """The world in use, once a test has asked for it."""
    worlds: list[World] = []
    with django_db_blocker.unblock():
        yield worlds
        while worlds:
            worlds.pop().end()


@pytest.fixture(scope="package")
def world(_worlds: list[World], site: Server, browser_name: str) -> World:
    """One of everything that visitors can open. Only look: all tests share it.

    Tests that use it are marked `django_db`, so they come before the journeys, which
    empty the tables; what they write themselves the server would not see. (pytest puts
    tests with a browser's name together: so those without a page need one as well.)
    """
    with override_settings(SITE_URL=site.url, STORAGES=served.storages()):
        _worlds.append(make_world())
    served.begin_anew()
    return _worlds[0]


@pytest.fixture(scope="package")
def as_donor(world: World, browser: Browser, base_url: str) -> StorageState:
    """The cookies of Amara, who came in by a mailed link."""
    with browser.new_page(base_url=base_url) as page:
        page.goto(world.sign_in)
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url("**/donor/giving/")
        return page.context.storage_state()


@pytest.fixture(scope="package")
def as_editor(world: World, browser: Browser, base_url: str) -> StorageState:
    """The cookies of an editor who signed in at the desk."""
    with browser.new_page(base_url=base_url) as page:
        sign_in_at_the_desk(page, "editor@example.org", "editor-demo")
        return page.context.storage_state()


def sign_in_at_the_desk(page: Page, email: str, password: str) -> None:
    page.goto("/admin/login/?next=/admin/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/")
