"""Photos sent from the desk over a line that breaks, with and without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from ijm.models import StaffMember
from stories.models import Photo
from tests.browser.conftest import PHONE, sign_in_at_the_desk
from tests.browser.seeing import assert_no_faults
from tests.cast import PASSWORD
from tests.mailbox import Mailbox
from tests.make_stories import make_photo, picture_bytes


def file(name: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


LARGE = picture_bytes((3000, 2000))
FILES = [
    file("boat.jpg", LARGE),
    file("drawing.jpg", b"<svg></svg>"),
    file("nets.jpg", picture_bytes((900, 600))),
]


@pytest.fixture
def desk(
    house: Mailbox, writer_wen: StaffMember, new_context: Callable[..., BrowserContext]
) -> Callable[[bool], Page]:
    def open_it(scripts: bool) -> Page:
        page = new_context(java_script_enabled=scripts).new_page()
        page.set_viewport_size(PHONE["viewport"])
        sign_in_at_the_desk(page, writer_wen.email, PASSWORD)
        page.goto("/admin/stories/photo/sending/")
        page.get_by_label("Credit for all").fill("A. Example")
        return page

    return open_it


def test_each_arrives_or_says_why_and_can_be_tried_again(desk) -> None:
    make_photo(title="Nets, long ago", data=picture_bytes((900, 600)))
    page = desk(scripts=True)
    page.get_by_label("Make them smaller").check()
    page.context.set_offline(True)
    page.get_by_label("Photos").set_input_files(FILES)
    page.get_by_role("button", name="Send").click()
    again = page.get_by_role("button", name="Try again")
    expect(again).to_have_count(3)
    page.context.set_offline(False)
    for _ in range(3):
        again.first.click()
    expect(page.get_by_text("boat.jpg is in.")).to_be_visible()
    expect(page.get_by_text("drawing.jpg was not taken in.")).to_be_visible()
    expect(page.get_by_text("as “Nets, long ago”")).to_be_visible()
    page.get_by_role("button", name="Take it in all the same").press("Enter")
    expect(page.get_by_text("nets.jpg is in.")).to_be_visible()
    assert_no_faults(page)
    boat = Photo.objects.get(title="boat")
    assert (boat.width, boat.credit) == (2560, "A. Example")
    page.get_by_role("link", name="Describe them").click()
    expect(page.get_by_role("heading", name="boat")).to_be_visible()
    assert_no_faults(page)


def test_without_scripts_they_go_all_at_once(desk) -> None:
    page = desk(scripts=False)
    page.get_by_label("Photos").set_input_files(FILES)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("boat.jpg is in.")).to_be_visible()
    expect(page.get_by_text("drawing.jpg was not taken in.")).to_be_visible()
    assert Photo.objects.count() == 2
