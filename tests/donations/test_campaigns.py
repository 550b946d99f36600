"""A campaign's page: its bar counts what came and stayed, and no page waits for it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connections, transaction
from django.db.models import F, Sum
from django.test import Client

from donations.models import Campaign, CampaignMove, LedgerEntry, Refund
from ijm import generation
from tests.make_donations import (
    at,
    aud,
    make_fund,
    make_gift,
    make_payment,
    raised_by,
)

WHILE_OPEN = at(date(2026, 2, 1))
PAGE = "/give/to/court/"


def make_campaign(**columns) -> Campaign:
    defaults = {
        "slug": "court",
        "title": "A day in court",
        "standfirst": "Eleven files.",
        "fund": make_fund(),
        "goal_minor": 100_000,
        "opens_on": date(2026, 1, 1),
        "closes_on": date(2026, 3, 31),
    }
    return Campaign.objects.create(**{**defaults, **columns})


def in_the_books(campaign: Campaign) -> int:
    """Counted afresh, the long way round."""
    found = LedgerEntry.objects.of_gifts().filter(
        payment__campaign=campaign, currency=campaign.currency
    )
    gifts = F("amount_minor") - F("costs_minor")
    return found.aggregate(total=Sum(gifts))["total"] or 0


@pytest.mark.django_db
@pytest.mark.usefixtures("giving_charity")
class TestThePage:
    @pytest.fixture
    def campaign(self) -> Campaign:
        return make_campaign()

    def page(self, client: Client, day: date) -> str:
        with time_machine.travel(at(day)):
            return client.get(PAGE).content.decode()

    def test_it_shows_what_arrived_and_asks(self, client, campaign):
        make_gift(25_000, campaign=campaign)
        raised_by(campaign)
        page = self.page(client, date(2026, 2, 1))
        assert '<progress value="25000" max="100000"' in page
        assert "$250 of $1,000" in page and 'value="court"' in page
        assert "From 1 January 2026 until 31 March 2026." in page

    def test_before_it_opens_it_says_when(self, client, campaign):
        page = self.page(client, date(2025, 12, 31))
        assert "opens on 1 January 2026" in page and 'name="amount"' not in page

    def test_on_its_last_day_it_still_asks(self, client, campaign):
        assert 'name="amount"' in self.page(client, date(2026, 3, 31))

    def test_when_it_is_over_it_asks_no_more(self, client, campaign):
        page = self.page(client, date(2026, 4, 1))
        assert "This campaign is over" in page and 'name="amount"' not in page
        assert client.get("/give/to/nothing/").status_code == 404

    def test_a_goal_that_is_reached_is_said_and_more_is_welcome(self, client, campaign):
        make_gift(130_000, campaign=campaign)
        raised_by(campaign)
        page = self.page(client, date(2026, 2, 1))
        assert "The goal is reached" in page and "$1,300 of $1,000" in page
        assert 'name="amount"' in page

    def test_without_a_goal_there_is_no_bar(self, client, campaign):
        campaign.change(goal_minor=None)
        page = self.page(client, date(2026, 2, 1))
        assert "<progress" not in page and "Received so far" not in page

    def test_a_gift_for_it_goes_to_its_fund(self, client, campaign):
        with time_machine.travel(WHILE_OPEN):
            page = client.get("/give/?campaign=court").content.decode()
        assert '<input type="hidden" name="campaign" value="court">' in page
        assert campaign.title in page

    def test_however_many_gave_it_asks_as_little(
        self, client, campaign, django_assert_max_num_queries
    ):
        for _each in range(20):
            make_gift(campaign=campaign)
        raised_by(campaign)
        self.page(client, date(2026, 2, 1))
        with django_assert_max_num_queries(6):
            self.page(client, date(2026, 2, 1))


@pytest.mark.django_db
class TestTheBar:
    @pytest.fixture
    def campaign(self, charity) -> Campaign:
        return make_campaign()

    def test_a_promise_is_not_counted(self, campaign):
        make_payment(campaign=campaign, amount_minor=70_000)
        assert raised_by(campaign) == aud(0)

    def test_what_goes_back_goes_off_it(self, campaign, finance_femi):
        gift = make_gift(5_000, campaign=campaign)
        refund = Refund.objects.ask(gift, aud(2_000), "Sent twice", finance_femi)
        assert raised_by(campaign) == aud(5_000)
        refund.pay(date(2026, 2, 2), "bank 1")
        assert raised_by(campaign) == aud(3_000)
        refund.fail(finance_femi, "Account closed", date(2026, 2, 3))
        assert raised_by(campaign) == aud(5_000) == aud(in_the_books(campaign))

    def test_costs_and_other_money_are_not_its(self, campaign):
        make_gift(5_075, campaign=campaign, costs_minor=75)
        make_gift(900, campaign=campaign, currency="JPY")
        assert raised_by(campaign) == aud(5_000)

    def test_what_was_received_for_it_stays_its(self, campaign):
        gift = make_gift(5_000, campaign=campaign)
        with (
            pytest.raises(IntegrityError, match="payment_received_is_fixed"),
            transaction.atomic(),
        ):
            gift.change(campaign=None)

    def test_a_gift_forgets_no_page_and_all_of_a_minute_forget_them_once(
        self, campaign
    ):
        before = generation.current()
        for _each in range(3):
            make_gift(campaign=campaign)
        assert generation.current() == before
        assert CampaignMove.objects.fold() == 1
        assert generation.current() == before + 1
        assert CampaignMove.objects.fold() == 0
        assert generation.current() == before + 1

    def test_staff_see_it_and_keep_the_currency_once_somebody_gave(
        self, campaign, signed_in, finance_femi
    ):
        finance, url = signed_in(finance_femi), "/admin/donations/campaign/"
        at_first = finance.get(f"{url}{campaign.pk}/change/").content.decode()
        assert 'name="currency"' in at_first
        make_gift(12_300, campaign=campaign)
        raised_by(campaign)
        page = finance.get(f"{url}{campaign.pk}/change/").content.decode()
        assert 'name="currency"' not in page and "$123" in page
        answer = finance.post(
            f"{url}{campaign.pk}/change/",
            {
                "title": campaign.title,
                "slug": campaign.slug,
                "standfirst": campaign.standfirst,
                "fund": campaign.fund_id,
                "typed": "2,000",
                "opens_on": "2026-01-01",
            },
        )
        assert answer.status_code == 302
        campaign.refresh_from_db()
        assert (campaign.goal_minor, campaign.currency) == (200_000, "AUD")


@pytest.mark.django_db(transaction=True)
def test_while_one_gift_settles_another_does_not_wait(charity):
    campaign = make_campaign()
    first, second = (
        make_payment(campaign=campaign, idempotency_key=key) for key in "ab"
    )

    def settle_the_second() -> None:
        try:
            with connections["default"].cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            second.settle(date(2026, 2, 2))
            CampaignMove.objects.fold()
        finally:
            connections["default"].close()

    with transaction.atomic():
        first.settle(date(2026, 2, 1))
        with ThreadPoolExecutor(1) as pool:
            pool.submit(settle_the_second).result()
        assert Campaign.objects.get().raised == aud(5_000)
    assert raised_by(campaign) == aud(10_000)
