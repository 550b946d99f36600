"""From the portal over our own page to Stripe's and back, under the strict policy."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from donations.collecting import taking
from donations.collecting.letters import APPROVE, LINK_LASTS
from donations.letters import SIGN_IN_LASTS
from donations.models import Payment, Pledge
from donations.models.sign_in_code import PURPOSE
from ijm import dates, links
from tests.donations.cards import NOON, make_due
from tests.make_donations import make_running_pledge
from tests.stripe_double import SECRET_KEY, StripeDouble, cards

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def double(charity: Any, settings: Any, live_server: Any) -> Iterator[StripeDouble]:
    double = StripeDouble()
    settings.SITE_URL = live_server.url
    settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE = SECRET_KEY, double.url
    settings.STRIPE_WEBHOOK_SECRET = double.post.secret
    yield double
    double.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


@pytest.fixture
def pledge(double: StripeDouble) -> Pledge:
    return make_running_pledge(dates.today())


def signs_in(page: Page, base: str, pledge: Pledge) -> None:
    token = links.mint(PURPOSE, pledge.donor, SIGN_IN_LASTS)
    page.goto(f"{base}/donor/sign-in/{token}/")
    page.get_by_role("button", name="Continue").click()


def test_our_page_leads_to_stripes_and_back(
    page: Page, live_server: Any, pledge: Pledge, double: StripeDouble
) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    signs_in(page, live_server.url, pledge)
    page.goto(f"{live_server.url}/donor/pledges/{pledge.pk}/")
    page.get_by_role("link", name="Pay by card or direct debit").click()
    page.get_by_role("button", name="Agree, and go on to the card service").click()
    page.wait_for_url(f"{double.url}/c/*")
    page.get_by_label("Card").fill(cards.LOST)
    page.get_by_role("button", name="Pay").click()
    expect(page.get_by_role("alert")).to_have_text("Your card was declined.")
    page.get_by_label("Card").fill(cards.GOOD)
    page.get_by_role("button", name="Pay").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("Your gifts are taken from Visa ···· 4242.")
    assert not [said for said in complaints if "Content Security Policy" in said]


def test_a_bank_is_met_the_same_way(
    page: Page, live_server: Any, double: StripeDouble
) -> None:
    payment = waiting_for_the_donor(double)
    token = links.mint(APPROVE, payment, LINK_LASTS)
    page.goto(f"{live_server.url}/give/approve/{token}/")
    page.get_by_role("button", name="Go on to your bank").click()
    page.wait_for_url(f"{double.url}/pay/*")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("main")).to_contain_text("has arrived")


def waiting_for_the_donor(double: StripeDouble) -> Payment:
    instalment = make_due(double, cards.ASKS_ALWAYS)
    taking.collect(instalment.pk, NOON)
    return instalment.payments.get()
