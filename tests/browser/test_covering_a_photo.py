"""A box is drawn over what must not be seen, and a line of numbers says the same."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from ijm.models import StaffMember
from tests.browser.conftest import DESK, sign_in_at_the_desk
from tests.browser.seeing import assert_no_faults
from tests.cast import PASSWORD
from tests.mailbox import Mailbox
from tests.make_stories import make_bare_photo


def test_a_drawn_box_is_a_line_and_covers(
    house: Mailbox, editor_esi: StaffMember, new_context: Callable[..., BrowserContext]
) -> None:
    photo = make_bare_photo()
    page = new_context().new_page()
    page.set_viewport_size(DESK["viewport"])
    sign_in_at_the_desk(page, editor_esi.email, PASSWORD)
    page.goto(f"/admin/stories/photo/{photo.pk}/change/")
    page.get_by_role("link", name="Cover parts of it").click()
    picture = page.locator("[data-cover]")
    seen = picture.bounding_box()
    assert seen
    page.mouse.move(seen["x"] + seen["width"] / 2, seen["y"] + seen["height"] / 2)
    page.mouse.down()
    page.mouse.move(seen["x"] + seen["width"] / 4, seen["y"] + seen["height"] / 4)
    page.mouse.up()
    boxes = page.get_by_label("What to cover")
    numbers = [float(number) for number in boxes.input_value().split()]
    assert all(abs(number - 25) < 1 for number in numbers) and len(numbers) == 4
    boxes.fill(f"{boxes.input_value()}\n80 80 10 10")
    expect(picture.locator("rect")).to_have_count(2)
    assert_no_faults(page)
    page.get_by_label("Why").fill("A face")
    page.get_by_role("button", name="Cover them").click()
    page.get_by_text("Esi Editor covered parts of it: A face").wait_for()
    assert_no_faults(page)
    photo.refresh_from_db()
    assert photo.is_redacted
