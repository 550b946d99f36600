"""An editor plans a publication for two minutes from now; the worker does it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from ijm.models import StaffMember
from tests.browser.conftest import DESK, sign_in_at_the_desk
from tests.browser.house import clocks_ahead, do_chores
from tests.cast import PASSWORD
from tests.mailbox import Mailbox, part
from tests.make_stories import make_story
from tests.waiting import until

HEADLINE, ADDRESS = "The ferry at six", "/stories/the-ferry-at-six/"
LONDON = ZoneInfo("Europe/London")


def test_from_a_plan_to_a_reader(
    house: Mailbox,
    editor_esi: StaffMember,
    page: Page,
    new_context: Callable[..., BrowserContext],
) -> None:
    make_story(title=HEADLINE, slug="the-ferry-at-six")
    desk = new_context(java_script_enabled=False).new_page()
    desk.set_viewport_size(DESK["viewport"])
    sign_in_at_the_desk(desk, editor_esi.email, PASSWORD)
    plans_it(desk, timezone.now() + timedelta(minutes=2))
    do_chores()
    assert page.goto(ADDRESS).status == 404
    with clocks_ahead(timedelta(minutes=3)):
        do_chores()
        until(lambda: page.goto(ADDRESS).status == 200, seconds=10)
        expect(page.get_by_role("heading", level=1)).to_have_text(HEADLINE)
        desk.reload()
        state = desk.get_by_role("heading", name="This story is: published")
        expect(state).to_be_visible()
    letter = part(house.wait_for(editor_esi.email), "plain")
    assert "as Esi Editor had planned" in letter


def plans_it(desk: Page, due: datetime) -> None:
    """In the zone of a colleague, with JavaScript off."""
    desk.goto("/admin/stories/story/?q=ferry")
    desk.get_by_role("link", name=HEADLINE).click()
    desk.get_by_role("link", name="Plan to publish").click()
    local = due.astimezone(LONDON)
    desk.get_by_label("Day").fill(f"{local:%Y-%m-%d}")
    desk.get_by_label("Time").fill(f"{local:%H:%M}")
    desk.get_by_label("On the clocks of").select_option("London")
    desk.get_by_role("button", name="Plan it").click()
    expect(desk.locator(".story-plan strong")).to_contain_text("London")
