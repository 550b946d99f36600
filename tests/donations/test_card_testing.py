"""Whoever tries stolen cards here gets little: limits, a brake, the switch."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from donations.collecting import braking, closing_pages
from donations.models import CardSwitch, Checkout, Donor, Payment
from ijm import generation, health
from ijm.contributions import desk_items
from ijm.models.installation import Installation
from tests.donations import test_giving
from tests.donations.paying import by_card, led_on, paid, reported
from tests.donations.test_giving import pressed, reviewed
from tests.make_donations import at, once
from tests.stripe_double import cards

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("giving_charity")]
ON = at(date(2026, 1, 20))


@pytest.fixture(autouse=True)
def in_january(double):
    with time_machine.travel(ON, tick=False):
        yield


def key(number: int) -> str:
    return f"{number:022d}"


def a_checkout(number: int, declined: int = 0) -> Checkout:
    return Checkout.objects.begin(
        key=key(number),
        body_digest=bytes(32),
        expires_at=ON + timedelta(hours=3),
        declined=declined,
        declined_at=ON if declined else None,
    )


def switched(**columns) -> None:
    CardSwitch.objects.create(**columns)
    generation.bump()


def is_led_on(answer) -> bool:
    return answer.status_code == 303 and answer.url.startswith("/give/card/")


@pytest.mark.parametrize("what", ["address", "network", "everybody"])
def test_new_pages_are_limited_and_the_sentence_names_no_reason(
    client, double, monkeypatch, what
):
    bounds = {"address": "AN_ADDRESS", "network": "A_NETWORK", "everybody": "EVERYBODY"}
    monkeypatch.setattr(braking, bounds[what], ((2, timedelta(minutes=10)),))
    for number in range(2):
        assert is_led_on(pressed(client, by_card(key=key(number))))
    answer = pressed(client, by_card(key=key(3)))
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "No money has moved" in page and "press the button again" in page
    assert len(double.books.all("checkout.session")) == 2
    # The same form again opens nothing, so it is not counted.
    assert is_led_on(pressed(client, by_card(key=key(0))))


def test_a_sum_too_small_opens_no_page(client, double):
    answer = client.post("/give/review/", by_card("1"))
    assert answer.status_code == 422 and not double.books.all("checkout.session")


def test_bank_transfer_only_says_so_and_keeps_the_answers(client, double):
    signed = reviewed(client, by_card("45.50"))
    switched(taking=CardSwitch.OFF)
    answer = client.post("/give/review/", {"intention": signed})
    page = answer.content.decode()
    assert answer.status_code == 503 and "Gifts by card rest" in page
    assert 'value="45.50"' in page and 'name="by"' not in page
    assert not double.books.all("checkout.session")
    assert pressed(client, once("45.50")).url.startswith("/give/thanks/")


def test_everybody_is_asked_once_more_and_a_script_twice(client, double):
    switched(taking=CardSwitch.ONCE_MORE)
    page = pressed(client, by_card()).content.decode()
    assert "look once more" in page and not double.books.all("checkout.session")
    again = {
        "intention": test_giving.signed_in(page),
        "once_more": hidden(page, "once_more"),
    }
    assert not is_led_on(client.post("/give/review/", again))  # within a second
    with time_machine.travel(ON + timedelta(seconds=5), tick=False):
        assert is_led_on(client.post("/give/review/", again))


def test_the_second_press_is_of_one_gift_and_good_once(client, double):
    switched(taking=CardSwitch.ONCE_MORE)
    page = pressed(client, by_card()).content.decode()
    pressed_again = {"once_more": hidden(page, "once_more")}
    with time_machine.travel(ON + timedelta(seconds=5), tick=False):
        for other in (by_card("60"), by_card(key=key(7))):
            told = {"intention": reviewed(client, other), **pressed_again}
            assert not is_led_on(client.post("/give/review/", told))
        told = {"intention": test_giving.signed_in(page), **pressed_again}
        ways = {client.post("/give/review/", told).url for _n in range(3)}
    assert len({way.partition("?")[0] for way in ways}) == 1
    assert len(double.books.all("checkout.session")) == 1


def test_the_brake_closes_the_pages_that_are_open(client, double):
    url = led_on(client, by_card())
    paid_before = led_on(client, by_card(key=key(1), email="lindiwe@example.org"))
    paid(paid_before)
    assert closing_pages.close_pages(ON) == 0
    switched(braked_at=ON)
    double.faults.add("reset before", "POST /v1/checkout/sessions/.*/expire", 2)
    assert closing_pages.close_pages(ON) == 0  # Stripe is away: they are tried again
    assert closing_pages.close_pages(ON) == 2
    assert "over" in paid(url) and len(double.books.captured()) == 1
    assert Payment.objects.get().is_settled  # of who was faster
    left = Checkout.objects.get(result="left")
    page = client.get(f"{left.get_absolute_url()}?back=left").content.decode()
    assert "no money has moved" in page and "give by bank transfer" in page
    assert "Go on to the card service" not in page


def test_while_cards_rest_nobody_is_led_on(client, double):
    led_on(client, by_card())
    switched(taking=CardSwitch.OFF)
    page = client.get(Checkout.objects.get().get_absolute_url())
    assert "Refresh" not in page and "Gifts by card rest" in page.content.decode()


def test_a_copy_of_the_database_takes_no_cards(client, double):
    Installation.objects.update(identity="another")
    assert pressed(client, by_card()).status_code == 503
    assert not double.books.all("checkout.session")


def test_some_declines_ask_once_more_and_a_burst_pulls_the_brake(client, double):
    a_checkout(1, declined=braking.SUSPICIOUS)
    assert braking.mode(ON) == CardSwitch.ONCE_MORE
    a_checkout(2, declined=braking.BURST - braking.SUSPICIOUS - 1)
    Checkout.objects.filter(declined=braking.SUSPICIOUS).update(declined_at=ON)
    assert braking.tell_of_brake(ON) is None
    braking.count_decline(a_checkout(3), ON)
    assert braking.mode(ON) == CardSwitch.OFF and not braking.are_offered("AUD", ON)
    assert "docs/runbooks/card-testing.md" in str(braking.tell_of_brake(ON))
    assert "13:00" in str(braking.tell_of_brake(ON))
    assert 'name="by"' not in client.get("/give/").content.decode()


def test_the_brake_lets_go_by_itself_and_stays_wary_for_a_day():
    switched(braked_at=ON)
    hours = {1: CardSwitch.ONCE_MORE, 23: CardSwitch.ONCE_MORE, 24: CardSwitch.ON}
    for hour, mode in hours.items():
        assert braking.mode(ON + timedelta(hours=hour)) == mode


def test_cards_of_pledges_that_are_declined_pull_no_brake(double):
    """On the first of a month some hundred may be, and nobody tests them."""
    from donations.collecting import taking
    from tests.donations.cards import NOON, make_due

    taking.collect(make_due(double, cards.DECLINED).pk, NOON)
    reported(double, timezone.now())
    assert braking.declines(timezone.now()) == 0


def test_a_tester_with_many_cards_on_one_page_is_noticed(client, double, monkeypatch):
    monkeypatch.setattr(braking, "BURST", 6)
    url = led_on(client, by_card())
    for _each in range(braking.BURST):
        assert "Your card was declined." in paid(url, cards.DECLINED)
    reported(double, timezone.now())
    assert braking.mode(timezone.now()) == CardSwitch.OFF
    assert not Donor.objects.exists()
    causes = {late.cause for late in health.late_causes(timezone.now())}
    assert "check-cards-braked" in causes  # these are mailed to the keeper
    assert desk_items.named("cards-braked").count(None) == 1


def test_staff_release_the_brake(signed_in, finance_femi):
    client = signed_in(finance_femi)
    first = client.get("/admin/donations/cardswitch/", follow=True)
    assert first.status_code == 200 and "Release" not in first.content.decode()
    switched(braked_at=ON)
    page = "/admin/donations/cardswitch/1/change/"
    assert "Release the brake" in client.get(page).content.decode()
    client.post(page, {"taking": "on", "release": "on"})
    assert braking.mode(ON) == CardSwitch.ON
    assert "Release the brake" not in client.get(page).content.decode()
    client.post(page, {"taking": "off"})
    assert 'name="by"' not in Client().get("/give/").content.decode()


def hidden(page: str, name: str) -> str:
    import re

    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, page
    return found[1]
