"""A donor gives a card for a pledge, at Stripe's page; a notice alone is enough."""

import re
import urllib.error
import urllib.parse
import urllib.request
from datetime import date

import pytest
import time_machine
from django.test import Client

from donations import processors
from donations.collecting import adopting, noticing, taking
from donations.models import Pledge, StoredMethod
from ijm import letters
from ijm.models import OutgoingMail
from tests.donations.cards import make_card_pledge
from tests.make_donations import at, dates_of, make_running_pledge
from tests.stripe_double import StripeDouble, cards, sessions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
ON = date(2026, 1, 20)


@pytest.fixture(autouse=True)
def in_january():
    with time_machine.travel(at(ON), tick=False):
        yield


@pytest.fixture
def pledge(amara, double) -> Pledge:
    """By bank transfer, with two instalments to come."""
    return make_running_pledge(donor=amara)


@pytest.fixture
def inside(pledge, amara, as_donor) -> Client:
    return as_donor(amara)


def address(pledge: Pledge) -> str:
    return f"/donor/pledges/{pledge.pk}/card/"


def given(double: StripeDouble, page, card: str = cards.GOOD) -> str:
    """At Stripe's page; returns the way back, or what the page says."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args, **kwargs):
            return None

    url = page["Refresh"].partition("url=")[2]
    body = urllib.parse.urlencode({"card": card}).encode()
    try:
        shown = urllib.request.build_opener(Stay).open(url, body)
    except urllib.error.HTTPError as redirect:
        return redirect.headers["Location"].removeprefix("http://localhost:8000")
    return shown.read().decode()


def test_from_then_on_gifts_are_taken_from_the_card(inside, pledge, double):
    page = inside.get(address(pledge)).content.decode()
    assert "31" not in page and "the last day" in page  # the words agreed to
    back = given(double, inside.post(address(pledge)))
    assert back.startswith(address(pledge))
    shown = inside.get(back, follow=True).content.decode()
    assert "Your gifts are taken from Visa ···· 4242" in shown
    pledge.refresh_from_db()
    assert pledge.processor == "stripe"
    words = pledge.stored_method.agreed_words
    assert "$30" in words and "the last day" in words
    assert pledge.stored_method.expires_on == date(2031, 8, 31)
    tries = pledge.instalments.order_by("seq").values_list("next_attempt_on", flat=True)
    assert list(tries) == [date(2026, 1, 31), date(2026, 2, 28)]
    [letter] = OutgoingMail.objects.filter(letter="card-stored")
    assert letter.recipient == "amara@example.org"
    first = pledge.instalments.get(seq=1)
    assert taking.collect(first.pk, at(date(2026, 1, 31)))
    assert first.payments.get().is_settled


def test_the_first_is_taken_a_week_after_the_letter_that_says_so(
    amara, double, as_donor
):
    pledge = make_running_pledge(donor=amara, first=date(2026, 1, 24), day=24)
    client = as_donor(amara)
    client.get(given(double, client.post(address(pledge))))
    rows = pledge.instalments.order_by("seq")
    assert list(rows.values_list("due_on", "next_attempt_on")) == [
        (date(2026, 1, 24), date(2026, 1, 27)),
        (date(2026, 2, 24), date(2026, 2, 24)),
    ]
    letter = OutgoingMail.objects.get(letter="card-stored")
    assert "27 January 2026" in letters.compose(letter).text


def test_a_notice_alone_is_enough_and_both_are_not_too_many(inside, pledge, double):
    back = given(double, inside.post(address(pledge)))
    for sent in double.post.waiting() * 2:
        notice = processors.named("stripe").read_notice(sent.body, sent.headers)
        noticing.keep("stripe", notice, at(ON))
    noticing.apply_notices(at(ON))
    pledge.refresh_from_db()
    assert pledge.stored_method.last4 == "4242"
    inside.get(back)
    inside.get(back)
    assert StoredMethod.objects.count() == 1
    assert pledge.changes.filter(verb="method").count() == 1


def test_who_leaves_stripes_page_has_changed_nothing(inside, pledge, double):
    page = given(double, inside.post(address(pledge)), cards.LOST)
    assert "Your card was declined" in page
    [visit] = [each["id"] for each in double.books.all("checkout.session")]
    for number in (visit, "cs_of_nobody"):
        shown = inside.get(f"{address(pledge)}?visit={number}").content.decode()
        assert "nothing has changed" in shown
    pledge.refresh_from_db()
    assert pledge.processor == "offline" and not StoredMethod.objects.exists()


def test_another_card_takes_the_place_of_the_first(double, as_donor):
    pledge = make_card_pledge(double)
    before, client = pledge.stored_method, as_donor(pledge.donor)
    client.get(given(double, client.post(address(pledge))))
    pledge.refresh_from_db()
    before.refresh_from_db()
    assert pledge.stored_method != before and before.ended_reason == "replaced"
    assert pledge.stored_method.customer_ref == before.customer_ref


def test_a_pledge_that_rested_goes_on_and_asks_for_nothing_missed(
    inside, pledge, double
):
    pledge.lapse(at(ON), "lost_card")
    assert not pledge.instalments.filter(state="scheduled").exists()
    inside.get(given(double, inside.post(address(pledge))))
    pledge.refresh_from_db()
    assert pledge.is_active
    assert set(pledge.instalments.values_list("state", flat=True)) == {"scheduled"}
    assert not taking.due(at(ON)).exists()


def test_a_month_gone_by_while_it_rested_is_not_raised_to_be_taken(pledge, double):
    """It would be a few days old, and so neither missed long ago nor announced."""
    pledge.lapse(at(ON), "lost_card")
    told = {"mode": "setup", "metadata": {"pledge": str(pledge.pk)}}
    visit = sessions.create(double.books, told)
    sessions.pay(double.books, double.books.find(visit["id"]), cards.GOOD)
    april = at(date(2026, 4, 5))
    adopting.adopt("stripe", visit["id"], april)
    assert not taking.due(april).exists()
    assert dates_of(pledge, "scheduled") == [date(2026, 4, 30), date(2026, 5, 31)]


def test_a_direct_debit_is_kept_as_one(inside, pledge, double):
    inside.get(given(double, inside.post(address(pledge)), cards.BANK_ACCOUNT))
    pledge.refresh_from_db()
    assert str(pledge.stored_method) == "direct debit ···· 3456"


def test_five_cards_in_half_an_hour_are_enough(inside, pledge, double):
    answers = [inside.post(address(pledge)).status_code for _each in range(6)]
    assert answers == [200] * 5 + [429]


def test_a_stripe_that_is_away_is_said_plainly(inside, pledge, double):
    double.faults.add("reset before", "POST /v1/checkout/sessions")
    answer = inside.post(address(pledge))
    assert answer.status_code == 503
    assert "Nothing has changed" in answer.content.decode()


def test_without_keys_nobody_is_offered_a_card(inside, pledge, double, settings):
    assert "Pay by card" in inside.get(f"/donor/pledges/{pledge.pk}/").content.decode()
    settings.STRIPE_SECRET_KEY = ""
    assert inside.get(address(pledge)).status_code == 404
    shown = inside.get(f"/donor/pledges/{pledge.pk}/").content.decode()
    assert not re.search("card", shown, re.IGNORECASE)


def test_a_stranger_is_asked_to_sign_in(pledge):
    assert Client().get(address(pledge)).url == "/donor/"
