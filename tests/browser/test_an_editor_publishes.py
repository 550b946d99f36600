"""An editor writes a story with two photos, publishes it, and a visitor reads it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, expect

from ijm.models import StaffMember
from stories.chores import render_photos
from tests.browser.conftest import DESK, sign_in_at_the_desk
from tests.browser.pictures import all_loaded
from tests.cast import PASSWORD
from tests.mailbox import Mailbox
from tests.make_stories import picture_bytes

HEADLINE = "The boat that came back"


@pytest.fixture
def desk(
    house: Mailbox, editor_esi: StaffMember, new_context: Callable[..., BrowserContext]
) -> Page:
    """Esi at her desk."""
    page = new_context().new_page()
    page.set_viewport_size(DESK["viewport"])
    sign_in_at_the_desk(page, editor_esi.email, PASSWORD)
    return page


def test_from_the_desk_to_a_reader(desk: Page, page: Page) -> None:
    takes_in_a_photo(desk, "A boat on the beach")
    writes_the_story(desk)
    puts_a_photo_into_the_text(desk)
    desk.get_by_role("button", name="Save and continue editing").last.click()
    desk.get_by_role("link", name="Publish", exact=True).click()
    expect(desk.get_by_text("are being made").first).to_be_visible()
    render_photos(timezone.now())
    desk.get_by_role("button", name="Publish now").click()
    expect(desk.get_by_role("heading", name="This story is: published")).to_be_visible()
    is_read(page)


def takes_in_a_photo(desk: Page, title: str) -> None:
    desk.goto("/admin/stories/photo/add/")
    describes_a_photo(desk.locator("#photo_form"), title)
    desk.get_by_role("button", name="Save", exact=True).last.click()
    desk.get_by_role("link", name=title).first.wait_for()


def describes_a_photo(form: Locator, title: str) -> None:
    form.get_by_label("File").set_input_files(jpeg(1600 - len(title)))
    form.get_by_label("Working title").fill(title)
    form.get_by_label("What it shows").fill(f"{title}.")
    form.get_by_label("Credit").fill("A. Example")
    form.get_by_label("Kind").select_option("place")
    form.get_by_label("Who can be recognised").select_option("nobody")


def writes_the_story(desk: Page) -> None:
    desk.goto("/admin/stories/story/add/")
    desk.get_by_label("Headline").fill(HEADLINE)
    desk.get_by_role("textbox", name="Address").fill("the-boat-that-came-back")
    desk.get_by_label("Who can be recognised").select_option("nobody")
    desk.get_by_label("Summary for cards").fill("A boat was gone for a year.")
    desk.locator(".field-hero .select2-selection").click()
    desk.locator(".select2-search__field").last.fill("boat")
    desk.get_by_role("option", name="A boat on the beach").click()
    text = desk.locator(".cke_editable")
    text.click()
    text.press_sequentially("It lay on the beach one morning. ")
    desk.get_by_role("button", name="Bold").click()
    text.press_sequentially("Nobody had seen it come.")
    text.press("Enter")


def puts_a_photo_into_the_text(desk: Page) -> None:
    desk.get_by_role("button", name="Photo").click()
    dialog = desk.get_by_role("dialog")
    dialog.get_by_text("Send a new photo").click()
    describes_a_photo(dialog.locator("form[data-photo-send]"), "The empty nets")
    dialog.get_by_role("button", name="Send and put in").click()
    expect(desk.locator(".cke_editable figure[data-photo] img")).to_be_visible()


def is_read(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=HEADLINE).first.click()
    article = page.get_by_role("article")
    expect(article.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(article).to_contain_text("It lay on the beach one morning.")
    expect(article.locator("strong")).to_have_text("Nobody had seen it come.")
    alts = [image.get_attribute("alt") for image in article.locator("img").all()]
    assert alts == ["A boat on the beach.", "The empty nets."]
    assert all_loaded(article)
    source = page.content()
    assert [word for word in ("cke_", "data-photo", "/admin/") if word in source] == []


def jpeg(width: int) -> FilePayload:
    """A photo as a camera sends it; another width makes it another picture."""
    options: dict[str, Any] = {"quality": 80}
    data = picture_bytes((width, 1067), "JPEG", **options)
    return {"name": "DSC_0042.jpg", "mimeType": "image/jpeg", "buffer": data}
