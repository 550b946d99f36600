"""An officer takes a person down: from their page to the last box, and a reader sees
nothing from the moment on that the button is pressed."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from ijm.models import StaffMember
from stories.models import Edition, Revision, TakeDown
from stories.takedown.elsewhere import ELSEWHERE
from tests.browser.conftest import DESK, sign_in_at_the_desk
from tests.browser.house import do_chores
from tests.browser.seeing import assert_no_faults
from tests.cast import PASSWORD
from tests.mailbox import Mailbox
from tests.make_names import SOK_DARA, make_name
from tests.make_stories import make_published


def test_from_the_first_look_to_the_last_box(
    house: Mailbox,
    safeguarding_sol: StaffMember,
    admin_amina: StaffMember,
    page: Page,
    new_context: Callable[..., BrowserContext],
) -> None:
    address = make_published(dek=f"{SOK_DARA} tells.").get_absolute_url()
    make_name()
    assert page.goto(address).status == 200
    sol = at_the_desk(new_context, safeguarding_sol)
    begins(sol)
    do_chores()
    sol.reload()
    expect(sol.get_by_role("cell", name="a full name stands in it")).to_be_visible()
    expect(sol.get_by_role("region", name="2. Out of")).to_contain_text(address)
    presses(sol, "Take everything down now", "Nothing on this list is public")
    assert page.goto(address).status == 410
    sol.get_by_role("link", name="Ask to erase them").click()
    presses(sol, "Ask a colleague to agree", "A colleague must agree")
    amina = at_the_desk(new_context, admin_amina)
    amina.goto(sol.url)
    presses(amina, "I agree: erase it for good", "It is being erased")
    do_chores()
    sol.reload()
    expect(sol.get_by_text("Erased:")).to_be_visible()
    presses(sol, "Finish the take-down", "each box is ticked")
    for each in ELSEWHERE:
        presses(sol, f"Done: {each.title}", "✓")
    assert_no_faults(sol)
    presses(sol, "Finish the take-down", "The take-down is finished.")
    assert TakeDown.objects.get().ended_at
    kept = [*Edition.objects.values(), *Revision.objects.values()]
    assert "Dara" not in str(kept)


def at_the_desk(
    new_context: Callable[..., BrowserContext], person: StaffMember
) -> Page:
    page = new_context().new_page()
    page.set_viewport_size(DESK["viewport"])
    sign_in_at_the_desk(page, person.email, PASSWORD)
    return page


def begins(page: Page) -> None:
    page.goto("/admin/stories/subject/")
    page.get_by_role("link", name="S-014").click()
    page.get_by_role("link", name="Take everything down").click()
    page.get_by_label("Why").fill("She asked.")
    page.get_by_role("button", name="Look for everything").click()


def presses(page: Page, button: str, then: str) -> None:
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text(then).first).to_be_visible()
