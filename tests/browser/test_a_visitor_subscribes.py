"""A visitor signs up in the footer, opens the mail, confirms, and leaves again."""

import urllib.request

from playwright.sync_api import Page, expect

from newsletter.models import Subscriber
from tests.browser.house import do_chores
from tests.mailbox import Mailbox, link_in

ADDRESS = "nadia@example.org"
# Nobody types an address faster; whoever does is asked to press once more.
AS_LONG_AS_TYPING_TAKES = 2_200


def test_from_the_footer_to_the_list_and_away(visitor: Page, house: Mailbox) -> None:
    visitor.goto("/")
    asks_in_the_footer(visitor)
    do_chores()
    visitor.goto(link_in(house.to(ADDRESS)[-1], "/newsletter/confirm/"))
    visitor.get_by_role("button", name="Confirm my email address").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("You are on the list")
    assert Subscriber.objects.get().is_on_the_list

    do_chores()
    welcome = house.to(ADDRESS)[-1]
    visitor.goto(link_in(welcome, "/newsletter/unsubscribe/"))
    assert Subscriber.objects.get().is_on_the_list, "only looking ends nothing"
    visitor.get_by_role("button", name="Unsubscribe").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("You have left")
    assert not Subscriber.objects.get().is_on_the_list


def test_the_mail_program_unsubscribes_by_one_click(
    visitor: Page, house: Mailbox
) -> None:
    visitor.goto("/")
    asks_in_the_footer(visitor)
    do_chores()
    visitor.goto(link_in(house.to(ADDRESS)[-1], "/newsletter/confirm/"))
    visitor.get_by_role("button", name="Confirm my email address").click()
    do_chores()
    welcome = house.to(ADDRESS)[-1]
    assert welcome["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = welcome["List-Unsubscribe"].partition("<")[2].partition(">")[0]
    with urllib.request.urlopen(address, data=b"List-Unsubscribe=One-Click") as said:
        assert said.status == 200
    assert not Subscriber.objects.get().is_on_the_list


def asks_in_the_footer(visitor: Page) -> None:
    footer = visitor.get_by_role("contentinfo")
    form = footer.get_by_role("region", name="Email updates")
    visitor.wait_for_timeout(AS_LONG_AS_TYPING_TAKES)
    form.get_by_label("Email address").fill(ADDRESS)
    form.get_by_role("button", name="Subscribe").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Check your email")
