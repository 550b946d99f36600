"""One page, one wish, one button: a link in a letter does one thing once."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from donations import offering, winning_back
from donations.models import Agreement, Offer, Pledge
from ijm import letters, links
from ijm.models import Link, OutgoingMail
from tests.donations.test_pressing_twice import all_at_once
from tests.make_donations import (
    at,
    aud,
    make_gift,
    make_running_pledge,
    states_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


@pytest.fixture(autouse=True)
def in_january():
    with time_machine.travel(at(date(2026, 1, 20)), tick=False):
        yield


@pytest.fixture
def pledge(amara) -> Pledge:
    return make_running_pledge(donor=amara)


def path_of(offer: Offer) -> str:
    return "/donor" + offering.link_to(offer).partition("/donor")[2]


def raised(pledge: Pledge, minor: int = 4000) -> Offer:
    now = timezone.now()
    return offering.make(Offer.RAISE, pledge, aud(minor), f"test:{minor}", now)


def test_opening_it_says_what_would_happen_and_does_nothing(pledge):
    path = path_of(raised(pledge))
    for method in (Client().get, Client().head, Client().get):
        answer = method(path)
        assert answer.status_code == 200 and not answer.cookies
        assert "no-store" in answer["Cache-Control"]
    page = Client().get(path).content.decode()
    for piece in ("$30", "$40", "31 January 2026", "28 February 2026"):
        assert piece in page
    assert pledge.amount == aud(3000) and not pledge.changes.exists()


def test_its_button_raises_the_amount_once(pledge):
    path = path_of(raised(pledge))
    assert b"Thank you" in Client().post(path).content
    assert Pledge.objects.get().amount == aud(4000)
    pledge.change_amount(aud(2000), timezone.now())
    assert Client().post(path).status_code == 410
    assert Pledge.objects.get().amount == aud(2000)


def test_a_second_letter_about_the_same_offer_does_nothing_more(pledge):
    offer = raised(pledge)
    first, second = path_of(offer), path_of(raised(pledge))
    assert first != second and Offer.objects.count() == 1
    Client().post(first)
    assert Client().get(second).status_code == Client().post(second).status_code == 410


def test_only_the_hash_is_kept_and_it_opens_nothing_else(pledge):
    path = path_of(raised(pledge))
    token = path.split("/")[-2]
    assert bytes(Link.objects.get().digest) == links.digest(token)
    for other in ("sign-in", "address", "address-stop"):
        assert Client().get(f"/donor/{other}/{token}/").status_code in (404, 410)
    assert Client().get("/donor/giving/").status_code == 302
    assert Client().get("/donor/offer/" + "A" * 43 + "/").status_code == 410


def test_it_runs_out(pledge):
    path = path_of(raised(pledge))
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert Client().get(path).status_code == 410
        assert Client().post(path).status_code == 410
    assert pledge.amount == aud(3000)


@pytest.mark.parametrize(
    "change",
    [
        lambda pledge: pledge.change_amount(aud(4000), timezone.now()),
        lambda pledge: pledge.cancel(timezone.now()),
        lambda pledge: pledge.lapse(timezone.now()),
    ],
    ids=["as much already", "cancelled", "lapsed"],
)
def test_what_has_changed_meanwhile_is_not_undone(pledge, change):
    path = path_of(raised(pledge))
    change(pledge)
    before = Pledge.objects.get().changes.count()
    assert Client().get(path).status_code == Client().post(path).status_code == 410
    assert Pledge.objects.get().changes.count() == before


def test_restarting_from_the_win_back_letter(pledge):
    pledge.cancel(timezone.now())
    winning_back.write_to(Pledge.objects.all(), timezone.now())
    text = letters.compose(OutgoingMail.objects.get(letter="win-back")).text
    path = "/donor/offer" + text.partition("/donor/offer")[2].split()[0]
    page = Client().get(path).content.decode()
    assert "Go on giving $30?" in page and "31 January 2026" in page
    Client().post(path)
    after = Pledge.objects.get(restarts=pledge)
    assert states_of(after) == ["scheduled", "scheduled"]


def test_one_gift_becomes_monthly_a_month_after_it(amara):
    gift = make_gift(10000, date(2026, 1, 18), donor=amara)
    winning_back.ask_to_give_monthly(gift, aud(2500), timezone.now())
    text = letters.compose(OutgoingMail.objects.get(letter="monthly-offer")).text
    path = "/donor/offer" + text.partition("/donor/offer")[2].split()[0]
    page = Client().get(path).content.decode()
    assert "18 February 2026" in page and "I promise to give $25" in page
    Client().post(path)
    pledge = Pledge.objects.get()
    assert (pledge.first_due, pledge.anchor_day) == (date(2026, 2, 18), 18)
    agreed = Agreement.objects.get()
    assert agreed.pledge == pledge and agreed.words in page
    assert OutgoingMail.objects.filter(letter="pledge-welcome").count() == 1
    gift.refresh_from_db()
    assert gift.instalment is None


def test_a_gift_of_long_ago_leaves_time_to_prepare(amara):
    gift = make_gift(10000, date(2025, 8, 21), donor=amara)
    now = timezone.now()
    offer = offering.make(Offer.MONTHLY, gift, aud(2500), "test", now)
    pledge = offering.take(path_of(offer).split("/")[-2], now)
    assert pledge.first_due == date(2026, 2, 21)


def test_staff_ask_from_the_pledge_and_from_the_donor(pledge, finance_femi, signed_in):
    desk = signed_in(finance_femi)
    url = f"/admin/donations/pledge/{pledge.pk}/amend/offer/"
    less = desk.post(url, {"amount": "20", "reason": "a call"})
    assert less.status_code == 422 and b"Ask for more" in less.content
    for _twice in range(2):
        desk.post(url, {"amount": "40", "reason": "a call"})
    assert OutgoingMail.objects.get().letter == "raise-offer"
    donor = f"/admin/donations/donor/{pledge.donor_id}/"
    assert b"amend/monthly/" not in desk.get(f"{donor}change/").content
    pledge.end("donor asked", timezone.now())
    make_gift(5000, donor=pledge.donor)
    assert b"amend/monthly/" in desk.get(f"{donor}change/").content
    asked = desk.post(f"{donor}amend/monthly/", {"amount": "25", "reason": "a call"})
    assert asked.status_code == 302
    assert OutgoingMail.objects.filter(letter="monthly-offer").count() == 1


def test_the_database_refuses_an_offer_about_two_things(pledge):
    gift = make_gift(donor=pledge.donor)
    offer = raised(pledge)
    refusals = {
        "offer_about_one_thing": {"payment": gift},
        "offer_above_zero": {"amount_minor": 0},
        "offer_taken_has_result": {"taken_at": timezone.now()},
    }
    for name, columns in refusals.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Offer.objects.filter(pk=offer.pk).update(**columns)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_ten_presses_at_once_do_it_once(charity, guarded, monkeypatch):
    """Without the row held (the control) the race is real."""
    from threading import Barrier

    pledge = make_running_pledge()
    gift = make_gift(donor=pledge.donor)
    pledge.end("donor asked", timezone.now())
    now = timezone.now()
    offer = offering.make(Offer.MONTHLY, gift, aud(2500), "test", now)
    tokens = [path_of(offer).split("/")[-2] for _each in range(10)]
    met = Barrier(10)
    if not guarded:
        monkeypatch.setattr(Offer, "lock", lambda self: met.wait())
        monkeypatch.setattr(offering, "_record_agreement", lambda *_: None)

    def press() -> bool:
        try:
            offering.take(tokens.pop(), now)
        except offering.OfferOver:
            return False
        return True

    done = all_at_once(press)
    assert done.count(True) == (1 if guarded else 10)
    assert Pledge.objects.filter(state="active").count() == done.count(True)
