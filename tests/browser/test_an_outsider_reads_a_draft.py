"""A lawyer reads a draft on a phone, signed out; then the link is ended."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from ijm.models import StaffMember
from tests.browser.conftest import DESK, sign_in_at_the_desk
from tests.browser.pictures import all_loaded
from tests.cast import PASSWORD
from tests.mailbox import Mailbox
from tests.make_stories import make_photo, make_story, reference

HEADLINE = "The ledger on the shelf"


def test_from_the_desk_to_a_phone_and_back(
    house: Mailbox,
    editor_esi: StaffMember,
    new_context: Callable[..., BrowserContext],
) -> None:
    inner = make_photo(alt="A shelf.")
    body = f"<p>It stood there.</p>{reference(inner)}<p>Unread.</p>"
    make_story(title=HEADLINE, hero=make_photo(alt="A door."), body=body)
    desk, phone = new_context().new_page(), signed_out_and_without_scripts(new_context)
    desk.set_viewport_size(DESK["viewport"])
    sign_in_at_the_desk(desk, editor_esi.email, PASSWORD)
    address = is_lent(desk)
    is_read_on_a_phone(phone, address)
    desk.get_by_role("button", name="End the link for the law office").click()
    expect(desk.get_by_text("opens nothing any more")).to_be_visible()
    phone.goto(address)
    expect(phone.get_by_role("heading", level=1)).to_have_text(
        "This draft cannot be read here"
    )
    expect(phone.get_by_role("main")).to_contain_text("Esi Editor made this link")


def signed_out_and_without_scripts(
    new_context: Callable[..., BrowserContext],
) -> Page:
    return new_context(java_script_enabled=False).new_page()


def is_lent(desk: Page) -> str:
    desk.goto("/admin/stories/story/")
    desk.get_by_role("link", name=HEADLINE).click()
    desk.get_by_role("main").get_by_role("link", name="Preview links").click()
    desk.get_by_label("For").fill("the law office")
    desk.get_by_role("button", name="Make a link for a week").click()
    return desk.get_by_label("Copy it now").input_value()


def is_read_on_a_phone(phone: Page, address: str) -> None:
    phone.goto(address)
    expect(phone.get_by_text("DRAFT for the law office")).to_be_in_viewport()
    article = phone.get_by_role("article")
    expect(article.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    assert all_loaded(article)
    alts = [image.get_attribute("alt") for image in article.locator("img").all()]
    assert alts == ["A door.", "A shelf."]
    article.get_by_text("Unread.").scroll_into_view_if_needed()
    expect(phone.get_by_text("DRAFT for the law office")).to_be_in_viewport()
    assert phone.context.cookies() == []
