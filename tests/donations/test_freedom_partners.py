"""Freedom Partners: their page, and the letter that ends each of their years."""

from datetime import date

import pytest
import time_machine

from donations.letters import PLEDGE_WELCOME
from donations.models import Donor, GivingPage, Payment, Pledge, Refund
from donations.partner_letters import PARTNER_YEAR
from donations.thanking import thank_partners
from ijm import letters
from ijm.models import OutgoingMail
from stories.models import ImpactFigure
from tests.make_donations import (
    at,
    aud,
    make_donor,
    make_gift,
    make_running_pledge,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("giving_charity")]

PAGE = "/give/freedom-partner/"
JANUARY = at(date(2026, 1, 15))


@pytest.fixture
def figure() -> ImpactFigure:
    return ImpactFigure.objects.create(
        value="500+",
        label="police officers trained",
        as_of=date(2025, 6, 30),
        scope="Cambodia since 2003",
        source="Our records",
    )


@pytest.fixture
def partner() -> Donor:
    """Who gave 30 in January and 30 in December 2025, and still gives."""
    pledge = make_running_pledge(date(2025, 12, 20), first=date(2025, 1, 31))
    for day in (date(2025, 1, 31), date(2025, 12, 31), date(2026, 1, 2)):
        make_gift(3000, day, donor=pledge.donor)
    return pledge.donor


def years() -> list[tuple[str, int]]:
    rows = OutgoingMail.objects.filter(letter="partner-year")
    return sorted((row.recipient, row.extra["year"]) for row in rows)


class TestThePage:
    def test_it_answers_what_staff_wrote(self, client, signed_in, editor_esi, figure):
        page = GivingPage.objects.create()
        answer = signed_in(editor_esi).post(
            f"/admin/donations/givingpage/{page.pk}/change/",
            {
                "costs_percent": "1.5",
                "questions-TOTAL_FORMS": "1",
                "questions-INITIAL_FORMS": "0",
                "questions-0-question": "Can I stop?",
                "questions-0-answer": "At any hour.\n\nNobody asks <why>.",
                "questions-0-position": "1",
            },
        )
        assert answer.status_code == 302
        text = client.get(PAGE).content.decode()
        assert "<summary>Can I stop?</summary>" in text
        assert "<p>Nobody asks &lt;why&gt;.</p>" in text

    def test_it_shows_what_was_reached_with_day_and_source(self, client, figure):
        text = client.get(PAGE).content.decode()
        assert "500+" in text and "June 2025" in text and "Our records" in text

    def test_any_day_of_the_month_may_be_chosen(self, client):
        text = client.get(PAGE).content.decode()
        assert all(f'<option value="{day}">' in text for day in range(1, 32))

    def test_it_asks_the_database_little(
        self, client, figure, django_assert_max_num_queries
    ):
        client.get(PAGE)
        with django_assert_max_num_queries(10):
            client.get(PAGE)


class TestTheYear:
    def test_each_partner_has_one_letter_for_a_year(self, partner):
        assert thank_partners(JANUARY) == 1
        assert thank_partners(JANUARY) == 0
        assert thank_partners(at(date(2026, 2, 10))) == 0
        assert years() == [("amara@example.org", 2025)]
        assert thank_partners(at(date(2027, 1, 15))) == 1

    @pytest.mark.parametrize(
        "day",
        [date(2026, 1, 11), date(2026, 3, 1), date(2025, 12, 31), date(2025, 1, 15)],
    )
    def test_it_goes_in_the_weeks_after_a_year_with_gifts(self, partner, day):
        assert thank_partners(at(day)) == 0

    def test_it_says_what_stayed_of_that_year_alone(
        self, partner, figure, finance_femi
    ):
        gift = Payment.objects.earliest("received_on")
        Refund.objects.ask(gift, aud(1000), "Sent twice", finance_femi)
        filled = PARTNER_YEAR.fill(partner, {"year": 2025})
        assert (filled["given"], filled["year"]) == ("$50", "2025")
        assert filled["figures"] == [
            (
                "500+ police officers trained",
                "Cambodia since 2003, June 2025; Our records",
            )
        ]

    def test_each_currency_has_its_sum(self, partner):
        make_gift(900, date(2025, 5, 5), donor=partner, currency="JPY")
        assert PARTNER_YEAR.fill(partner, {"year": 2025})["given"] == "$60 and JPY900"

    def test_gifts_of_rows_joined_to_it_are_its_own(self, partner):
        other = make_donor(email="other@example.org")
        make_gift(4000, date(2025, 5, 5), donor=other)
        other.change(merged_into=partner)
        assert PARTNER_YEAR.fill(partner, {"year": 2025})["given"] == "$100"
        assert thank_partners(JANUARY) == 1

    def test_the_whole_letter_can_be_written(self, partner, figure):
        thank_partners(JANUARY)
        written = letters.compose(OutgoingMail.objects.get(letter="partner-year"))
        assert written.subject == "What your 2025 came to"
        assert "500+ police officers trained" in written.text
        assert "{" not in written.text

    def test_old_figures_stand_in_where_none_is_newer(self, partner, figure):
        figure.as_of = date(2015, 6, 30)
        figure.save()
        assert PARTNER_YEAR.fill(partner, {"year": 2025})["figures"]

    @pytest.mark.parametrize(
        "how", ["cancelled", "yearly", "all went back", "no address"]
    )
    def test_who_gets_none(self, how, partner, finance_femi):
        match how:
            case "cancelled":
                Pledge.objects.get().cancel(JANUARY)
            case "yearly":
                Pledge.objects.update(interval_months=12)
            case "all went back":
                for gift in Payment.objects.filter(received_on__year=2025):
                    Refund.objects.ask(gift, gift.amount, "Sent twice", finance_femi)
            case "no address":
                partner.change(email="")
        assert thank_partners(JANUARY) == 0

    def test_a_slice_asks_as_much_for_many_as_for_one(
        self, partner, monkeypatch, django_assert_max_num_queries
    ):
        monkeypatch.setattr("donations.thanking.A_SLICE", 3)
        for number in range(4):
            donor = make_donor(email=f"p{number}@example.org")
            make_running_pledge(donor=donor)
            make_gift(3000, date(2025, 5, 5), donor=donor)
        with django_assert_max_num_queries(2 + 3):
            assert thank_partners(JANUARY) == 3
        assert thank_partners(JANUARY) == 2
        assert len(set(years())) == 5


def test_the_welcome_names_the_next_three_dates():
    pledge = make_running_pledge()
    with time_machine.travel(at(date(2026, 1, 20))):
        rows = PLEDGE_WELCOME.fill(pledge, {})["next_dates"]
    assert [day for _label, day in rows] == [
        "Saturday 31 January 2026",
        "Saturday 28 February 2026",
        "Tuesday 31 March 2026",
    ]
