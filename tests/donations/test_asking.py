"""Where the site asks: under a story, on a campaign's page, in its letters."""

from datetime import date

import pytest
import time_machine
from django.template.loader import render_to_string

from donations.given_to_the_house import give_monthly, give_once
from donations.letters import GIFT_THANKS, PLEDGE_CANCELLED, PLEDGE_WELCOME
from donations.models import Campaign
from ijm.contributions import letters
from stories.models import Edition
from tests.make_donations import (
    at,
    make_fund,
    make_payment,
    make_running_pledge,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("giving_charity")]


def panel(template: str, context) -> str:
    return render_to_string(template, dict(context))


def test_a_storys_panels_propose_and_remember_the_story():
    edition = Edition(slug="night-boat", ask={})
    one = panel("donations/_give_once_panel.html", give_once(edition))
    many = panel("donations/_partner_panel.html", give_monthly(edition))
    for page in (one, many):
        assert 'name="from" value="night-boat"' in page
        assert 'method="get"' in page and 'action="/give/"' in page
    assert 'value="50"' in one and "a day in court" in one
    assert 'value="30"' in many and 'value="monthly"' in many


def test_a_storys_own_ask_wins():
    ask = {"text": "Send one lawyer.", "fund": "casework", "amounts": [5000, 7700]}
    edition = Edition(slug="night-boat", ask=ask)
    page = panel("donations/_give_once_panel.html", give_once(edition))
    assert "Send one lawyer." in page and 'name="fund" value="casework"' in page
    assert 'value="77"' in page and "a day in court" in page


@pytest.fixture
def campaign() -> Campaign:
    return Campaign.objects.create(
        slug="court",
        title="A day in court",
        standfirst="Eleven files.",
        fund=make_fund(),
        goal_minor=100_000,
        opens_on=date(2026, 1, 1),
        closes_on=date(2026, 3, 31),
    )


def test_the_bar_counts_only_money_that_arrived(client, campaign):
    promised = make_payment(campaign=campaign, amount_minor=70_000)
    make_payment(
        promised.donor, campaign=campaign, amount_minor=25_000, idempotency_key="b"
    ).settle(date(2026, 1, 5))
    with time_machine.travel(at(date(2026, 2, 1))):
        page = client.get("/give/to/court/").content.decode()
    assert 'value="25000" max="100000"' in page
    assert "$250 of $1,000" in page and 'value="court"' in page


def test_a_campaign_that_is_over_asks_no_more(client, campaign):
    with time_machine.travel(at(date(2026, 4, 1))):
        page = client.get("/give/to/court/").content.decode()
    assert "This campaign is over" in page and 'name="amount"' not in page
    assert client.get("/give/to/nothing/").status_code == 404


def test_a_gift_for_a_campaign_goes_to_its_fund(client, campaign):
    page = client.get("/give/?frequency=once&campaign=court").content.decode()
    assert '<input type="hidden" name="campaign" value="court">' in page
    assert campaign.title in page


def test_each_letter_fills_every_tag_it_names():
    pledge = make_running_pledge()
    payment = make_payment(pledge.donor, reference="GV-000000-0")
    for letter, about in (
        (GIFT_THANKS, payment),
        (PLEDGE_WELCOME, pledge),
        (PLEDGE_CANCELLED, pledge),
    ):
        assert letters.named(letter.name) is letter
        filled = letter.fill(about, {})
        assert {tag.name for tag in letter.tags} <= set(filled)
        assert all(filled[tag.name] for tag in letter.tags)


def test_the_welcome_names_the_next_three_dates():
    pledge = make_running_pledge()
    with time_machine.travel(at(date(2026, 1, 20))):
        rows = PLEDGE_WELCOME.fill(pledge, {})["next_dates"]
    assert [day for _label, day in rows] == [
        "Saturday 31 January 2026",
        "Saturday 28 February 2026",
        "Tuesday 31 March 2026",
    ]
