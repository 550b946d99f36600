"""A gift subscribes nobody by itself: a separate box asks, and a letter proves."""

import pytest

from newsletter.models import ConsentText, Enquiry, Subscriber
from tests.donations.test_giving import pressed
from tests.make_donations import answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("giving_charity")]


def test_the_box_is_not_ticked_and_says_what_it_means(client):
    page = client.get("/give/").content.decode()
    words = ConsentText.objects.filter(place=ConsentText.Place.GIFT).latest("version")
    box = page.partition('name="updates"')[2].partition(">")[0]
    assert "checked" not in box
    assert words.words in page


def test_an_unticked_box_asks_for_nothing(client):
    pressed(client, answers())
    assert not Enquiry.objects.exists()


def test_a_ticked_box_asks_once_and_names_the_story(client):
    pressed(client, answers(updates="on", **{"from": "night-boat"}))
    enquiry = Enquiry.objects.get()
    assert enquiry.address == answers()["email"]
    assert (enquiry.form, enquiry.source_path) == ("give", "/stories/night-boat/")
    assert not Subscriber.objects.exclude(confirmed_at=None).exists()


def test_the_wish_survives_changing_one_s_answers(client):
    filled = answers(updates="on")
    page = client.post("/give/review/", filled).content.decode()
    signed = page.partition('name="intention" value="')[2].partition('"')[0]
    form = client.post("/give/review/", {"intention": signed, "change": "yes"})
    box = form.content.decode().partition('name="updates"')[2].partition(">")[0]
    assert "checked" in box
