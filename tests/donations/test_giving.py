"""The giving form, its review, the press of the button, the thanks page."""

import re
from datetime import date

import pytest
import time_machine
from django.test import Client

from donations.models import Agreement, Donor, Payment, Pledge
from ijm.models import OutgoingMail
from tests.make_donations import answers, at, once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("giving_charity")]


def signed_in(page: str) -> str:
    found = re.search(r'name="intention" value="([^"]+)"', page)
    assert found, page
    return found[1]


def reviewed(client: Client, filled: dict[str, str]) -> str:
    answer = client.post("/give/review/", filled, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    return signed_in(answer.content.decode())


def pressed(client: Client, filled: dict[str, str]):
    return client.post("/give/review/", {"intention": reviewed(client, filled)})


def nothing_is_written() -> bool:
    return not any(model.objects.exists() for model in (Donor, Payment, Pledge))


def test_nothing_is_chosen_before_the_visitor_chooses(client):
    page = client.get("/give/")
    assert "no-store" in page["Cache-Control"]
    assert not page.cookies
    assert "checked" not in page.content.decode().split("fund")[0]


def test_a_link_may_propose_frequency_and_amount(client):
    page = client.get("/give/?frequency=monthly&amount=30&from=night-boat")
    text = page.content.decode()
    assert re.search(r'name="frequency" value="monthly"[^>]*checked', text)
    assert re.search(r'name="amount_monthly" value="3000"[^>]*checked', text)
    assert '<input type="hidden" name="from" value="night-boat">' in text


@pytest.mark.parametrize("query", ["amount=１０&frequency=once", "frequency=x&from=</"])
def test_a_link_with_nonsense_opens_the_form(client, query):
    assert client.get(f"/give/?{query}").status_code == 200


def test_the_review_writes_nothing_and_shows_the_words(client):
    page = client.post("/give/review/", answers())
    assert nothing_is_written() and not page.cookies
    assert "no-store" in page["Cache-Control"]
    assert "I promise to give $30 to Threshold Justice Ltd every month" in (
        page.content.decode()
    )


@time_machine.travel(at(date(2026, 1, 10)), tick=False)
def test_a_pledge_on_the_31st_shows_month_ends(client):
    page = client.post("/give/review/", answers()).content.decode()
    for day in ("31 January 2026", "28 February 2026", "31 March 2026"):
        assert day in page


@time_machine.travel(at(date(2026, 1, 10)), tick=False)
def test_a_pledge_is_made_by_the_press(client):
    answer = pressed(client, answers(**{"from": "night-boat"}))
    assert answer.status_code == 303
    pledge = Pledge.objects.get()
    assert (pledge.first_due, pledge.anchor_day) == (date(2026, 1, 31), 31)
    assert pledge.source_path == "/stories/night-boat/"
    assert pledge.amount.minor == 3000
    assert pledge.instalments.count() == 2
    assert OutgoingMail.objects.get().letter == "pledge-welcome"


def test_one_gift_awaits_its_money_under_a_reference(client):
    page = client.get(pressed(client, once("50")).url).content.decode()
    payment = Payment.objects.get()
    assert (payment.state, payment.amount_minor) == ("created", 5000)
    assert payment.reference in page and "BSB" in page
    assert OutgoingMail.objects.get().letter == "gift-thanks"


def test_the_words_agreed_to_are_kept(client):
    pressed(client, answers())
    agreement = Agreement.objects.get()
    assert "I promise to give $30" in agreement.words
    assert agreement.version and agreement.agreed_at


def test_the_thanks_page_survives_as_a_bookmark(client):
    url = pressed(client, answers()).url
    for visitor in (client, Client()):
        page = visitor.get(url)
        assert page.status_code == 200 and not page.cookies
        assert "no-store" in page["Cache-Control"]
        assert page["X-Robots-Tag"] == "noindex"
    assert Client().get("/give/thanks/" + "A" * 43 + "/").status_code == 404
    assert len(url.split("/")[-2]) >= 22


def test_a_pledges_thanks_page_names_the_next_dates(client):
    with time_machine.travel(at(date(2026, 1, 10)), tick=False):
        page = client.get(pressed(client, answers()).url).content.decode()
    assert page.index("31 January 2026") < page.index("28 February 2026")


def test_change_brings_the_answers_back(client):
    signed = reviewed(client, answers(own_monthly="45.50"))
    page = client.post("/give/review/", {"intention": signed, "change": "yes"})
    text = page.content.decode()
    assert 'value="45.50"' in text and 'value="Amara Okafor"' in text
    assert f'name="key" value="{"k" * 22}"' in text


def test_each_form_has_its_own_key(client):
    keys = {
        re.search(r'name="key" value="([^"]+)"', client.get("/give/").content.decode())[
            1
        ]
        for _each in range(3)
    }
    assert len(keys) == 3


def test_a_typed_address_joins_nobodys_history(client):
    pressed(client, once("50"))
    pressed(client, once("60", key="l" * 22))
    assert Donor.objects.count() == 2
    assert not Donor.objects.exclude(email_verified_at=None).exists()


def test_the_programme_and_the_campaign_may_be_cached(client):
    for url in ("/give/freedom-partner/",):
        page = client.get(url)
        assert page.status_code == 200 and not page.cookies
        assert "no-store" not in page.get("Cache-Control", "")
        assert 'name="key"' not in page.content.decode()


def test_review_by_itself_leads_to_the_form(client):
    assert client.get("/give/review/").url == "/give/"
