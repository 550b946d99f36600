"""What must stay in view is said with the mouse, with keys, or as numbers."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from ijm.models import StaffMember
from tests.browser.conftest import DESK, sign_in_at_the_desk
from tests.browser.seeing import assert_no_faults
from tests.cast import PASSWORD
from tests.mailbox import Mailbox
from tests.make_stories import make_bare_photo


def test_cuts_follow_the_mark(
    house: Mailbox, editor_esi: StaffMember, new_context: Callable[..., BrowserContext]
) -> None:
    photo = make_bare_photo()
    page = new_context().new_page()
    page.set_viewport_size(DESK["viewport"])
    sign_in_at_the_desk(page, editor_esi.email, PASSWORD)
    page.goto(f"/admin/stories/photo/{photo.pk}/change/")
    mark, share = (
        page.get_by_role("slider", name="Focus"),
        page.locator(".photo-cut svg"),
    )
    page.locator("[data-focus]").click(position={"x": 5, "y": 5})
    expect(share.last).to_have_attribute("viewBox", "0 0 480 252")
    mark.press("Shift+ArrowDown")
    mark.press("ArrowRight")
    left = page.get_by_label("Focus, from the left").input_value()
    assert int(left) <= 3
    assert_no_faults(page)
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.get_by_text("was changed successfully").wait_for()
    photo.refresh_from_db()
    assert photo.focal_x <= 3 and photo.focal_y >= 10
