"""One form is one gift, however often and however fast it is sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.utils import timezone

from donations import giving
from donations.intention import fresh_key
from donations.models import Agreement, Dedication, Donor, Payment, Pledge
from ijm.models import OutgoingMail
from tests.donations.test_giving import pressed, reviewed, signed_in
from tests.make_donations import an_intention, answers, at, once

AT_ONCE = 10


@pytest.mark.django_db
@pytest.mark.usefixtures("giving_charity")
class TestOneAfterTheOther:
    def test_the_same_form_again_is_the_same_gift(self, client):
        signed = reviewed(client, once("50"))
        urls = {
            client.post("/give/review/", {"intention": signed}).url for _n in range(3)
        }
        assert len(urls) == 1
        assert Payment.objects.count() == OutgoingMail.objects.count() == 1

    def test_the_same_key_with_other_answers_is_shown_again(self, client):
        pressed(client, once("50"))
        answer = pressed(client, once("60"))
        assert answer.status_code == 409
        assert "sent before, with other answers" in answer.content.decode()
        assert Payment.objects.count() == 1

    def test_and_can_then_be_confirmed_as_another_gift(self, client):
        pressed(client, once("50"))
        fresh = signed_in(pressed(client, once("60")).content.decode())
        assert client.post("/give/review/", {"intention": fresh}).status_code == 303
        assert Payment.objects.count() == 2

    def test_an_old_review_is_shown_again_with_todays_dates(self, client):
        with time_machine.travel(at(date(2026, 1, 10)), tick=False):
            signed = reviewed(client, answers())
        with time_machine.travel(at(date(2026, 2, 10)), tick=False):
            answer = client.post("/give/review/", {"intention": signed})
        assert answer.status_code == 409
        assert "28 February 2026" in answer.content.decode()
        assert not Pledge.objects.exists()

    def test_a_flood_from_one_place_is_slowed(self, client, monkeypatch):
        monkeypatch.setattr("donations.views.giving.GIFTS_AN_ADDRESS", 1)
        pressed(client, once("50"))
        answer = pressed(client, once("50", key="l" * 22))
        assert answer.status_code == 429
        assert "no money moved" in answer.content.decode()
        assert Payment.objects.count() == 1


def all_at_once(work) -> list:
    """Run `work` in ten threads that start together, each with its own connection."""
    barrier = Barrier(AT_ONCE)

    def one(_number: int):
        try:
            barrier.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_make_one_gift(giving_charity):
    signed = an_intention(tribute="memory", tribute_to="Grace Okafor").signed
    codes_and_urls = all_at_once(
        lambda: Client().post("/give/review/", {"intention": signed})
    )
    assert {answer.status_code for answer in codes_and_urls} == {303}
    assert len({answer.url for answer in codes_and_urls}) == 1
    assert Pledge.objects.count() == Donor.objects.count() == 1
    assert Dedication.objects.get().pledge == Pledge.objects.get()
    assert OutgoingMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_one_key_ten_at_once_make_ten(giving_charity):
    """The control: the race is real, and the key alone decides it."""
    all_at_once(lambda: giving.give(an_intention(key=fresh_key()), timezone.now()))
    assert Agreement.objects.count() == AT_ONCE


def test_the_hash_of_a_gift_ignores_its_key_and_dates():
    one = an_intention()
    assert one.digest == an_intention(key="z" * 22, first_due="2099-02-28").digest
    assert one.digest != an_intention(amount_minor=3001).digest
