"""What a giver may add: costs, a dedication, an organisation, no name, Gift Aid."""

import json
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from donations.forgetting import erase
from donations.letters import GIFT_THANKS, PLEDGE_WELCOME
from donations.models import (
    Agreement,
    Dedication,
    Donor,
    GiftAidTick,
    GivingPage,
    LedgerEntry,
    Payment,
    Pledge,
    Refund,
)
from donations.personal_data import export_donor
from donations.recording import Arrival, find, record
from ijm.money import Money
from tests.donations.test_bad_answers import refused
from tests.donations.test_giving import pressed, reviewed
from tests.make_donations import TODAY, answers, aud, make_payment, make_pledge, once
from tests.make_stories import make_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("giving_charity")]

TRIBUTE = {
    "tribute": "memory",
    "tribute_to": "សុខា",
    "tribute_words": "She taught me to read.\nThank you.",
}
GIFT_AID = {
    "gift_aid": "on",
    "first_name": "Amara",
    "last_name": "Okafor",
    "house": "12",
    "postcode": "sw1a2aa",
}


@pytest.fixture
def asking() -> GivingPage:
    return GivingPage.objects.create(costs_percent=Decimal("1.5"), asks_gift_aid=True)


def review_of(client: Client, filled: dict[str, str]) -> str:
    return client.post("/give/review/", filled).content.decode()


def thanks_after(client: Client, filled: dict[str, str]) -> str:
    return client.get(pressed(client, filled).url).content.decode()


class TestCosts:
    def test_nobody_is_asked_unless_the_charity_wants_it(self, client):
        assert 'name="costs"' not in client.get("/give/").content.decode()
        pressed(client, once("50", costs="on"))
        assert Payment.objects.get().costs_minor == 0

    def test_the_box_is_empty_and_leaves_the_gift_as_it_is(self, client, asking):
        page = client.get("/give/").content.decode()
        assert "Add 1.5 % towards the costs" in page and "checked" not in page
        pressed(client, once("50"))
        assert Payment.objects.get().costs_minor == 0

    def test_it_stands_on_lines_of_its_own(self, client, asking):
        filled = once("50", costs="on")
        review, page = review_of(client, filled), thanks_after(client, filled)
        gift = Payment.objects.get()
        assert (gift.amount, gift.gift, gift.costs) == (aud(5075), aud(5000), aud(75))
        rows = GIFT_THANKS.fill(gift, {})["particulars"]
        assert rows == [("Your gift", "$50"), ("Towards costs", "$0.75")]
        for text in (review, page):
            assert "Towards costs" in text and "$0.75" in text
        assert "Of each $50.75, $0.75 is towards the costs" in (
            Agreement.objects.get().words
        )

    def test_change_brings_the_gift_back_without_it(self, client, asking):
        signed = reviewed(client, once("45.50", costs="on"))
        page = client.post("/give/review/", {"intention": signed, "change": "yes"})
        assert 'value="45.50"' in page.content.decode()

    def test_a_share_of_yen_is_whole(self, client, asking):
        costs = asking.costs_of(Money(5_033, "JPY"))
        assert costs == Money(75, "JPY")

    @pytest.mark.parametrize(
        ("arrived", "costs"), [(3045, 45), (3020, 20), (3000, 0), (20, 0), (9000, 45)]
    )
    def test_of_money_that_arrives_the_gift_comes_first(
        self, client, asking, arrived, costs
    ):
        pressed(client, answers(costs="on"))
        pledge = Pledge.objects.get()
        first = pledge.instalments.earliest("seq")
        assert (first.amount_minor, first.costs_minor) == (3045, 45)
        came = Arrival(aud(arrived), TODAY, "transfer", "form")
        record(find(pledge.reference), came, first)
        entry = LedgerEntry.objects.get()
        assert (entry.amount_minor, entry.costs_minor) == (arrived, costs)

    def test_what_goes_back_takes_the_gift_first(self, finance_femi):
        gift = make_payment(amount_minor=5075, costs_minor=75)
        gift.settle(TODAY)
        for minor in (1000, 4050):
            refund = Refund.objects.ask(gift, aud(minor), "Sent twice", finance_femi)
            refund.pay(TODAY, f"bank {minor}")
        refund.fail(finance_femi, "Account closed", TODAY)
        costs = LedgerEntry.objects.order_by("pk").values_list("costs_minor", flat=True)
        assert list(costs) == [75, 0, -50, 50]

    @pytest.mark.parametrize("costs", [5000, 5001, -1])
    def test_the_database_leaves_a_gift(self, costs):
        with pytest.raises(IntegrityError, match="payment_costs_leave_a_gift"):
            make_payment(amount_minor=5000, costs_minor=costs)

    def test_a_new_amount_keeps_the_share(self, client, asking):
        pressed(client, answers(costs="on"))
        pledge = Pledge.objects.get()
        pledge.change_amount(aud(6090), pledge.created_at)
        assert pledge.newest_terms.costs_minor == 90
        assert set(pledge.instalments.values_list("costs_minor", flat=True)) == {90}


class TestDedication:
    def test_it_is_read_by_the_giver_and_by_staff(
        self, client, signed_in, finance_femi
    ):
        filled = answers(**TRIBUTE)
        review, page = review_of(client, filled), thanks_after(client, filled)
        pledge = Pledge.objects.get()
        assert str(pledge.dedication) == "In memory of សុខា"
        at = f"/admin/donations/pledge/{pledge.pk}/change/"
        desk = signed_in(finance_femi).get(at)
        rows = dict(PLEDGE_WELCOME.fill(pledge, {})["particulars"])
        assert rows["In memory of"] == "សុខា"
        for text in (review, page, desk.content.decode()):
            assert "In memory of" in text and "សុខា" in text
            assert "She taught me to read." in text

    def test_the_database_ties_it_to_one_thing(self):
        gift = make_payment()
        pledge = make_pledge(donor=gift.donor)
        for made in ({}, {"payment": gift, "pledge": pledge}):
            with (
                pytest.raises(IntegrityError, match="dedication_of_one_thing"),
                transaction.atomic(),
            ):
                Dedication.objects.create(kind="honour", name="Bel", **made)

    def test_it_is_in_a_copy_of_the_data_and_goes_with_an_erasure(self, client):
        pressed(client, answers(**TRIBUTE, organisation="Quay & Sons"))
        donor = Donor.objects.get()
        copy = json.dumps(export_donor(donor), ensure_ascii=False)
        assert "សុខា" in copy and "She taught me to read." in copy
        erase(donor, timezone.now())
        donor.refresh_from_db()
        assert not Dedication.objects.exists() and donor.contact_name == ""

    @pytest.mark.parametrize("name", ["王小明", "😀", "<b>Bel</b>"])
    def test_any_name_of_a_person_is_a_name(self, client, name):
        pressed(client, once(tribute="honour", tribute_to=name))
        assert Dedication.objects.get().name == name

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"tribute_to": ""}, "Enter the name of the person."),
            ({"tribute": ""}, "Choose “in honour of” or “in memory of”."),
            ({"tribute": "spite"}, "Choose “in honour of” or “in memory of”."),
            ({"tribute_to": "N" * 201}, "Enter 200 characters or fewer."),
            ({"tribute_words": "W" * 301}, "Enter 300 characters or fewer."),
            ({"tribute_words": "W" * 200_000}, "Enter 300 characters or fewer."),
            ({"tribute_to": "N\0"}, "a character that cannot be kept"),
        ],
    )
    def test_what_is_wrong_is_shown_unfolded(self, client, changed, sentence):
        page = refused(client, once(**{**TRIBUTE, **changed}))
        assert page.count(sentence) == 2
        assert '<details class="fold" open>' in page

    def test_folds_nobody_wrote_in_stay_shut(self, client):
        assert "open>" not in client.get("/give/").content.decode()


class TestWhoGives:
    def test_an_organisation_gives_and_a_person_is_written_to(self, client):
        page = thanks_after(client, once(organisation="Quay & Sons"))
        donor = Donor.objects.get()
        assert (donor.kind, str(donor)) == ("organisation", "Quay & Sons")
        assert GIFT_THANKS.fill(Payment.objects.get(), {})["name"] == "Amara Okafor"
        assert "Quay &amp; Sons" in page

    def test_no_name_in_public_is_kept_with_gift_and_pledge(self, client):
        assert "We do not name you" in thanks_after(client, once(anonymous="on"))
        pressed(client, answers(anonymous="on", key="p" * 22))
        pledge = Pledge.objects.get()
        assert Payment.objects.get().anonymous and pledge.anonymous
        assert pledge.hands_on["anonymous"]

    def test_the_story_it_began_on_is_kept_whatever_its_address_becomes(self, client):
        story = make_published(slug="night-boat")
        pressed(client, answers(**{"from": "night-boat"}))
        pledge = Pledge.objects.get()
        assert pledge.source_story == story
        assert pledge.hands_on["source_story_id"] == story.pk


class TestGiftAid:
    def test_only_a_british_charity_asks(self, client):
        assert 'name="gift_aid"' not in client.get("/give/").content.decode()
        pressed(client, once(**GIFT_AID))
        assert not GiftAidTick.objects.exists()

    def test_the_words_and_what_hmrc_asks_are_kept(self, client, asking):
        review = review_of(client, once(**GIFT_AID))
        assert "SW1A 2AA" in review and "reclaim tax on this gift" in review
        pressed(client, once(**GIFT_AID))
        tick, agreement = GiftAidTick.objects.get(), Agreement.objects.get()
        assert (tick.first_name, tick.postcode) == ("Amara", "SW1A 2AA")
        assert tick.agreement == agreement and tick.ticked_at == agreement.agreed_at
        assert tick.version and "Threshold Justice Ltd" in tick.words

    def test_it_is_not_ticked_for_anybody(self, client, asking):
        assert "checked" not in client.get("/give/").content.decode()
        pressed(client, once())
        assert not GiftAidTick.objects.exists()

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"first_name": ""}, "Enter your first name"),
            ({"last_name": ""}, "Enter your last name."),
            ({"house": ""}, "Enter the name or number of your house."),
            ({"postcode": ""}, "Enter your postcode, like SW1A 2AA."),
            ({"postcode": "2000"}, "Enter your postcode, like SW1A 2AA."),
            ({"first_name": "A" * 36}, "Enter 35 characters or fewer."),
            ({"organisation": "Quay & Sons"}, "Gift Aid is for people."),
        ],
    )
    def test_what_is_missing(self, client, asking, changed, sentence):
        page = refused(client, once(**{**GIFT_AID, **changed}))
        assert page.count(sentence) == 2
