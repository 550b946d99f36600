"""The giving form in more than one currency, with its coins counted right."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from donations.models import Campaign, GivingOption, GivingPage, Payment, Pledge
from tests.donations.test_bad_answers import refused
from tests.donations.test_giving import pressed
from tests.make_donations import answers, make_fund, once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("giving_charity")]


@pytest.fixture(autouse=True)
def other_money(giving_charity) -> None:
    for currency, minor in (("JPY", 5_000), ("KWD", 12_500), ("USD", 2_500)):
        GivingOption.objects.create(
            frequency="once",
            amount_minor=minor,
            currency=currency,
            makes_possible="a day in court",
        )


def test_each_currency_is_a_link_and_has_its_own_amounts(client):
    page = client.get("/give/?from=night-boat&frequency=once").content.decode()
    assert "Amounts are in Australian dollars." in page
    link = re.search(r'href="(/give/\?[^"]*currency=JPY)"', page)
    assert link and "from=night-boat" in link[1]
    yen = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert re.search(r'name="amount_once" value="5000"', yen)
    assert "Amount, in JPY" in yen and "For example, 4500" in yen
    assert '<input type="hidden" name="from" value="night-boat">' in yen
    assert '<input type="hidden" name="currency" value="JPY">' in yen


def test_where_nothing_is_listed_there_is_a_box(client):
    page = client.get("/give/?currency=KWD&frequency=monthly").content.decode()
    assert 'name="amount_monthly"' not in page and 'name="own_monthly"' in page
    answer = pressed(
        client, answers(currency="KWD", amount_monthly="", own_monthly="7.125")
    )
    assert answer.status_code == 303
    assert Pledge.objects.get().amount.minor == 7_125


@pytest.mark.parametrize(
    ("currency", "typed", "minor"),
    [
        ("JPY", "5,000", 5_000),
        ("JPY", "￥5000", 5_000),
        ("KWD", "12.5", 12_500),
        ("KWD", "12.345", 12_345),
        ("USD", "1,234.56", 123_456),
    ],
)
def test_coins_are_counted_as_the_currency_has_them(client, currency, typed, minor):
    assert pressed(client, once(typed, currency=currency)).status_code == 303
    gift = Payment.objects.get()
    assert (gift.currency, gift.amount_minor) == (currency, minor)


@pytest.mark.parametrize(
    ("currency", "typed", "sentence"),
    [
        ("JPY", "1.000", "Enter a whole amount"),
        ("JPY", "50.5", "Enter a whole amount"),
        ("JPY", "499", "Enter JPY"),
        ("KWD", "12,50", "Enter an amount in numbers"),
        ("KWD", "12.3456", "at most three decimals"),
        ("USD", "12,50", "Enter an amount in numbers, like 45 or 45.50."),
        ("USD", "1.000", "at most two decimals"),
        ("USD", "€50", "Enter an amount in numbers"),
    ],
)
def test_what_is_no_amount_of_it(client, currency, typed, sentence):
    page = refused(client, once(typed, currency=currency))
    assert sentence in page and f'value="{typed}"' in page


@pytest.mark.parametrize("currency", ["XXX", "usd", "AUD'", "\0", "A" * 5_000])
def test_money_that_nobody_offers_is_shown_again_in_ours(client, currency):
    page = refused(client, once(currency=currency))
    assert "Amounts are in Australian dollars here." in page


@pytest.fixture
def campaign() -> Campaign:
    return Campaign.objects.create(
        slug="court",
        title="A day in court",
        standfirst="Eleven files.",
        fund=make_fund(),
        currency="USD",
        opens_on=timezone.localdate() - timedelta(days=1),
    )


def test_a_campaign_takes_its_own_money(client, campaign):
    page = client.get("/give/?frequency=once&campaign=court").content.decode()
    assert "Amount, in USD" in page and "give__currencies" not in page
    pressed(client, once("25", currency="USD", campaign="court"))
    gift = Payment.objects.get()
    assert (gift.currency, gift.campaign) == ("USD", campaign)


def test_a_campaign_that_ended_meanwhile_says_so(client, campaign):
    campaign.change(opens_on=date(2020, 1, 1), closes_on=date(2020, 1, 2))
    page = refused(client, once("25", currency="USD", campaign="court"))
    assert "takes no more gifts" in page and 'name="campaign"' not in page


def test_the_questions_of_money_do_not_grow(client, django_assert_max_num_queries):
    GivingPage.objects.create(costs_percent="1.5")
    client.get("/give/")
    with django_assert_max_num_queries(14):
        client.get("/give/?frequency=once&currency=USD")
