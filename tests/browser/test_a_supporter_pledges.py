"""A supporter pledges 30 a month on the 31st and finds the dates in the portal."""

from datetime import date, timedelta

import pytest
from django.utils.dateparse import parse_date
from playwright.sync_api import Locator, Page, expect

from donations.models import Pledge
from tests.browser.house import do_chores
from tests.mailbox import Mailbox, link_in, part
from tests.make_donations import make_options

ADDRESS, NEW_ADDRESS = "bel@example.org", "bel.new@example.org"


@pytest.fixture
def to_give(house: Mailbox) -> Mailbox:
    make_options()
    return house


def test_from_the_giving_page_to_the_portal(visitor: Page, to_give: Mailbox) -> None:
    visitor.goto("/")
    visitor.get_by_role("banner").get_by_role("link", name="Give").click()
    asks_to_give_thirty_on_the_31st(visitor)
    shown = dates_in(visitor.get_by_role("main"))
    visitor.get_by_role("button", name="Confirm my monthly gift").click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Freedom Partner")
    reference = Pledge.objects.get().reference
    expect(visitor.get_by_role("main")).to_contain_text(reference)
    visitor.reload()
    expect(visitor.get_by_role("main")).to_contain_text(reference)

    do_chores()
    letter = part(to_give.to(ADDRESS)[-1], "plain")
    assert reference in letter
    assert "$30" in letter
    assert "In memory of: Grace" in letter

    visitor.goto("/donor/")
    main = visitor.get_by_role("main")
    main.get_by_label("Email address").fill(ADDRESS)
    main.get_by_role("button", name="Send me a link").click()
    expect(main).to_contain_text("Look in your mailbox")
    do_chores()
    visitor.goto(link_in(to_give.to(ADDRESS)[-1], "/donor/sign-in/"))
    visitor.get_by_role("button", name="Continue").click()

    expect(visitor.get_by_role("heading", level=1)).to_have_text("Your giving, Bel")
    expect(main).to_contain_text("$30")
    assert dates_in(visitor.locator(".timeline")) == shown == three_month_ends(shown[0])
    main.get_by_role("link", name="$30").click()
    pauses_and_goes_on(visitor)
    changes_the_day(visitor)
    moves_to_a_new_address(visitor, to_give)
    cancels(visitor, to_give)


def pauses_and_goes_on(visitor: Page) -> None:
    main = visitor.get_by_role("main")
    main.get_by_label("Pause for").select_option(label="2 months")
    main.get_by_role("button", name="Pause", exact=True).click()
    expect(main).to_contain_text("Your pledge is paused.")
    main.get_by_role("button", name="Go on giving now").click()
    expect(main).to_contain_text("Your pledge goes on.")


def changes_the_day(visitor: Page) -> None:
    main = visitor.get_by_role("main")
    main.get_by_label("New day of the month").select_option("5")
    main.get_by_role("button", name="Change the day").click()
    expect(main).to_contain_text("The new day is agreed.")
    # The first gift may stay where it was: its 5th has gone by, or is too near.
    later = dates_in(visitor.locator(".timeline").first)[1:]
    assert [day.day for day in later if day] == [5, 5]


def moves_to_a_new_address(visitor: Page, mailbox: Mailbox) -> None:
    """By the new mailbox; the portal stays open meanwhile and afterwards."""
    main = visitor.get_by_role("main")
    main.get_by_role("link", name="My details").click()
    main.get_by_label("New email address").fill(NEW_ADDRESS)
    main.get_by_role("button", name="Change the address").click()
    expect(main).to_contain_text("Look in your new mailbox")
    do_chores()
    assert "This was not me" in part(mailbox.to(ADDRESS)[-1], "html")
    visitor.goto(link_in(mailbox.to(NEW_ADDRESS)[-1], "/donor/address/"))
    main.get_by_role("button", name="Confirm this address").click()
    expect(main).to_contain_text("Your address is changed")


def cancels(visitor: Page, mailbox: Mailbox) -> None:
    main = visitor.get_by_role("main")
    visitor.goto("/donor/giving/")
    main.get_by_role("link", name="$30").click()
    main.get_by_role("button", name="Cancel this pledge").click()
    expect(main).to_contain_text("Nothing more is expected.")
    do_chores()
    assert "cancelled" in mailbox.to(NEW_ADDRESS)[-1]["Subject"]


def asks_to_give_thirty_on_the_31st(visitor: Page) -> None:
    main = visitor.get_by_role("main")
    main.get_by_label("Every month").check()
    monthly = main.get_by_role("group", name="Amount each month")
    monthly.get_by_label("$30").check()
    main.get_by_label("Day of the month").select_option("31")
    main.get_by_label("Full name").fill("Bel")
    main.get_by_label("Email address").fill(ADDRESS)
    main.get_by_text("Give in honour or in memory of somebody").click()
    main.get_by_label("This gift is").select_option(label="In memory of")
    main.get_by_label("Their name").fill("Grace")
    main.get_by_role("button", name="Continue to check your gift").click()
    expect(main).to_contain_text("Grace")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Check your gift")


def dates_in(place: Locator) -> list[date | None]:
    times = place.locator("time")
    return [parse_date(each.get_attribute("datetime") or "") for each in times.all()]


def three_month_ends(first: date | None) -> list[date]:
    """Counted here by the calendar alone: the day before each next month begins."""
    assert first is not None
    ends = []
    for _month in range(3):
        next_month = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        ends.append(next_month - timedelta(days=1))
        first = next_month
    return ends
