"""A bank wants the donor: a letter, our page, the bank's page, and back."""

import urllib.parse
import urllib.request

import pytest
from django.test import Client

from donations.collecting import taking
from donations.collecting.letters import APPROVE, LINK_LASTS
from donations.models import Payment
from ijm import links
from tests.donations.cards import NOON, make_due
from tests.stripe_double import cards

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


@pytest.fixture
def waiting(double) -> Payment:
    instalment = make_due(double, cards.ASKS_ALWAYS)
    taking.collect(instalment.pk, NOON)
    return Payment.objects.get(state="requires_action")


@pytest.fixture
def address(waiting) -> str:
    return f"/give/approve/{links.mint(APPROVE, waiting, LINK_LASTS)}/"


def test_get_moves_nothing_and_post_leads_to_the_bank(address, double):
    client = Client(headers={"sec-fetch-site": "same-origin"})
    page = client.get(address)
    assert page.status_code == 200 and "No money has moved yet" in page.content.decode()
    assert not double.books.captured()
    page = client.post(address)
    assert page["Refresh"].startswith(f"0; url={double.url}/pay/pi_")
    assert "Refresh" not in client.get(address)
    assert not double.books.captured()


def test_who_comes_back_from_the_bank_sees_that_it_arrived(address, double, waiting):
    client = Client(headers={"sec-fetch-site": "same-origin"})
    bank = client.post(address)["Refresh"].partition("url=")[2]

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args, **kwargs):
            return None

    with pytest.raises(urllib.error.HTTPError) as back:
        urllib.request.build_opener(Stay).open(bank, data=b"")
    assert urllib.parse.urlsplit(back.value.headers["Location"]).path == address
    page = client.get(address).content.decode()
    assert "has arrived" in page and len(double.books.captured()) == 1
    waiting.refresh_from_db()
    assert waiting.is_settled and waiting.instalment.state == "paid"
    assert "has arrived" in client.post(address).content.decode()
    assert len(double.books.captured()) == 1


def test_a_stripe_that_is_away_is_said_plainly(address, double):
    double.faults.add("reset before", "(GET|POST) .*", times=2)
    client = Client(headers={"sec-fetch-site": "same-origin"})
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 503
        assert "No money has moved" in answer.content.decode()


def test_a_link_that_is_not_ours_opens_nothing(double):
    assert Client().get(f"/give/approve/{'x' * 43}/").status_code == 410
