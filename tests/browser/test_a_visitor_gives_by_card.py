"""From the giving form over our own page to Stripe's and back to thanks.

Under the strict policy, on a telephone, with scripts and without.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright, expect

from donations.models import Checkout, Donor, Payment
from tests.bench.servers import Server
from tests.browser import house as served
from tests.browser.seeing import assert_no_faults
from tests.mailbox import Mailbox
from tests.make_donations import make_options
from tests.stripe_double import SECRET_KEY, StripeDouble, cards

NARROW = 360


@pytest.fixture(scope="module")
def double() -> Iterator[StripeDouble]:
    double = StripeDouble()
    yield double
    double.close()


@pytest.fixture(scope="module")
def shop(
    django_db_setup: None, playwright: Playwright, double: StripeDouble
) -> Iterator[Server]:
    """The site as production serves it, and it takes cards."""
    with served.standing(
        STRIPE_SECRET_KEY=SECRET_KEY,
        STRIPE_WEBHOOK_SECRET=double.post.secret,
        STRIPE_API_BASE=double.url,
    ) as server:
        yield server


def fills_in(page: Page) -> None:
    page.get_by_role("radio", name="Once").check()
    page.locator('[name="amount_once"][value="5000"]').check()
    page.get_by_label("Card or direct debit").check()
    page.get_by_label("Full name").fill("Amara Okafor")
    page.get_by_label("Email address").fill("amara@example.org")
    page.get_by_role("button", name="Continue to check your gift").click()


def is_wide(page: Page) -> bool:
    """Measured from outside, so that it works without scripts as well."""
    box = page.get_by_role("main").bounding_box()
    return box is not None and box["x"] + box["width"] > NARROW


def test_our_page_leads_to_stripes_and_back_to_thanks(
    visitor: Page, shop: Server, house: Mailbox, double: StripeDouble
) -> None:
    make_options()
    page = visitor
    page.set_viewport_size({"width": NARROW, "height": 740})
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(f"{shop.url}/give/")
    assert not is_wide(page)
    fills_in(page)
    main = page.get_by_role("main")
    expect(main).to_contain_text("may take $50 once from the card or account")
    assert not is_wide(page)
    page.get_by_role("button", name="Agree, and go on to pay").click()
    page.wait_for_url(f"{double.url}/c/*")
    page.go_back()  # the browser's own: no form is sent again
    expect(main).to_contain_text("no money has moved")
    expect(page.get_by_label("Full name")).to_have_value("Amara Okafor")
    page.get_by_role("button", name="Continue to check your gift").click()
    page.get_by_role("button", name="Agree, and go on to pay").click()
    page.wait_for_url(f"{double.url}/c/*")
    page.get_by_role("link", name="Back").click()
    expect(main).to_contain_text("no money has moved")
    expect(page.get_by_label("Full name")).to_have_value("Amara Okafor")
    assert not Donor.objects.exists()
    page.get_by_role("button", name="Continue to check your gift").click()
    page.get_by_role("button", name="Agree, and go on to pay").click()
    page.wait_for_url(f"{double.url}/c/*")
    page.get_by_label("Card").fill(cards.DECLINED)
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_role("alert")).to_have_text("Your card was declined.")
    page.get_by_label("Card").fill(cards.ASKS_ALWAYS)
    page.get_by_role("button", name="Pay").click()
    page.get_by_role("button", name="Approve").click()
    expect(main).to_contain_text("Your gift has arrived")
    assert not is_wide(page)
    assert Payment.objects.get().is_settled and Donor.objects.count() == 1
    assert not [said for said in complaints if "Content Security Policy" in said]


def test_the_pages_on_the_way_break_no_rule_that_axe_knows(
    page: Page, shop: Server, house: Mailbox, double: StripeDouble
) -> None:
    make_options()
    page.goto(f"{shop.url}/give/")
    assert_no_faults(page)
    fills_in(page)
    assert_no_faults(page)
    page.get_by_role("button", name="Agree, and go on to pay").click()
    page.wait_for_url(f"{double.url}/c/*")
    # As by Back, a while later: it does not lead on at once.
    page.goto(shop.url + Checkout.objects.get().get_absolute_url())
    expect(page.get_by_role("link", name="Go on to the card service")).to_be_visible()
    assert_no_faults(page)
