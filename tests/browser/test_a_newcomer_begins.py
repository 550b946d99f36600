"""An empty installation becomes a charity's site: first administrator, settings, a
colleague, a story; as in production, with passkeys and two pairs of eyes.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from ijm.models import StaffMember
from tests.browser import house as served
from tests.browser.conftest import DESK
from tests.browser.world import World
from tests.cast import PASSWORD
from tests.mailbox import Mailbox, link_in

HEADLINE = "The first morning at sea"
NewDesk = Callable[[], Page]


@pytest.fixture
def installation(
    _worlds: list[World],
    transactional_db: None,
    smtp_sink: Mailbox,
    settings: Any,
) -> Iterator[str]:
    """Migrated and empty. Its address: passkeys know no bare numbers as hosts."""
    while _worlds:
        _worlds.pop().end()
    rules = {"TWO_FACTOR": "yes", "TWO_PEOPLE_PUBLISH": "yes"}
    served.begin_anew()
    with served.standing(site_url="http://localhost:{port}", **rules) as server:
        settings.SITE_URL = f"http://localhost:{server.port}"
        settings.STORAGES = served.storages()
        yield settings.SITE_URL


@pytest.fixture
def new_desk(installation: str, browser: Browser) -> Iterator[NewDesk]:
    """Browsers of people at that installation, each with a keeper of passkeys."""
    with ExitStack() as contexts:

        def sit_down() -> Page:
            context = browser.new_context(base_url=installation, **DESK)
            contexts.callback(context.close)
            page = context.new_page()
            keep_passkeys(page)
            return page

        yield sit_down


def keep_passkeys(page: Page) -> None:
    """As a telephone does whose owner is there and has shown a finger."""
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keeper = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": keeper})


def test_from_nothing_to_a_public_story(new_desk: NewDesk, smtp_sink: Mailbox) -> None:
    amina = new_desk()
    comes_in(amina, link_from_the_server(), "Amina Okafor")
    writes_settings(amina)
    invites(amina, "esi@example.org")
    served.do_chores()
    esi = new_desk()
    link = link_in(smtp_sink.to("esi@example.org")[-1], "/admin/invitation/")
    comes_in(esi, link, "Esi Vance")
    signs_in_again(amina, "amina@example.org")
    story = writes_a_story(amina)
    publishes(esi, story)
    page = new_desk()
    page.goto("/")
    page.get_by_role("link", name=HEADLINE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    assert StaffMember.objects.filter(second_factor_since=None).count() == 0
    amina.goto("/admin/")
    expect(amina.get_by_text("First steps")).to_have_count(0)


def link_from_the_server() -> str:
    said = io.StringIO()
    call_command("invite_administrator", "amina@example.org", stdout=said)
    return next(word for word in said.getvalue().split() if "/invitation/" in word)


def comes_in(desk: Page, link: str, name: str) -> None:
    desk.goto(link)
    desk.get_by_label("Your name").fill(name)
    desk.get_by_label("New password:", exact=True).fill(PASSWORD)
    desk.get_by_label("New password confirmation").fill(PASSWORD)
    desk.get_by_role("button", name="Accept and go on").click()
    desk.goto("/admin/stories/story/")
    expect(desk.get_by_role("link", name="Add an app")).to_be_visible()
    desk.get_by_role("link", name="Add a passkey").click()
    desk.get_by_role("button", name="Add this passkey").click()
    desk.get_by_role("button", name="Show my codes").click()
    expect(desk.locator(".sign-in__codes li")).to_have_count(10)
    desk.get_by_role("link", name="I have them").click()
    desk.wait_for_url("**/admin/")


def writes_settings(desk: Page) -> None:
    desk.get_by_role("link", name="Write the charity's name").click()
    form = desk.locator("#sitesettings_form")
    for label, words in {
        "Name": "Threshold",
        "Legal name": "Threshold Justice Ltd",
        "E-mail for visitors": "hello@example.org",
    }.items():
        form.get_by_label(f"{label}:", exact=True).fill(words)
    desk.get_by_role("button", name="Save", exact=True).last.click()
    desk.wait_for_url("**/admin/")
    expect(desk.get_by_role("link", name="Write the charity's name")).to_have_count(0)


def invites(desk: Page, email: str) -> None:
    desk.get_by_role("link", name="Invite a colleague").click()
    desk.get_by_label("E-mail address").fill(email)
    desk.get_by_label("Role").select_option("Editors")
    desk.get_by_role("button", name="Save", exact=True).last.click()
    desk.wait_for_url("**/admin/")
    expect(desk.get_by_role("link", name="Invite a colleague")).to_have_count(0)


def signs_in_again(desk: Page, email: str) -> None:
    desk.get_by_role("button", name="Log out").click()
    desk.goto("/admin/login/?next=/admin/stories/story/add/")
    desk.get_by_label("E-mail address").fill(email)
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Log in").click()
    desk.get_by_role("button", name="Use a passkey").click()
    desk.wait_for_url("**/admin/stories/story/add/")


def writes_a_story(desk: Page) -> str:
    """Its page, as an administrator hands it in."""
    desk.get_by_label("Headline").fill(HEADLINE)
    desk.get_by_role("textbox", name="Address").fill("the-first-morning")
    desk.get_by_label("Who can be recognised").select_option("nobody")
    desk.get_by_label("Summary for cards").fill("A boat comes home with all its crew.")
    text = desk.locator(".cke_editable")
    text.click()
    text.press_sequentially("The nets were full.")
    desk.get_by_role("button", name="Save and continue editing").last.click()
    desk.get_by_role("link", name="Hand in for review").click()
    desk.get_by_role("button", name="Hand in").click()
    desk.wait_for_url("**/change/")
    return desk.url


def publishes(desk: Page, story: str) -> None:
    desk.goto(story)
    desk.get_by_role("link", name="Publish", exact=True).click()
    desk.get_by_role("button", name="Publish now").click()
    expect(desk.get_by_role("heading", name="This story is: published")).to_be_visible()
