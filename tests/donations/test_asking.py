"""Where the site asks: under a story, on a campaign's page, in its letters."""

import pytest
from django.template.loader import render_to_string

from donations.given_to_the_house import give_monthly, give_once
from donations.letters import GIFT_THANKS, PLEDGE_CANCELLED, PLEDGE_WELCOME
from donations.models import Dedication
from ijm.contributions import letters
from stories.models import Edition
from tests.make_donations import (
    make_payment,
    make_running_pledge,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("giving_charity")]


def panel(template: str, context) -> str:
    return render_to_string(template, dict(context))


def test_a_storys_panels_propose_and_remember_the_story():
    edition = Edition(slug="night-boat", ask={})
    one = panel("donations/_give_once_panel.html", give_once(edition))
    many = panel("donations/_partner_panel.html", give_monthly(edition))
    for page in (one, many):
        assert 'name="from" value="night-boat"' in page
        assert 'method="get"' in page and 'action="/give/"' in page
    assert 'value="50"' in one and "a day in court" in one
    assert 'value="30"' in many and 'value="monthly"' in many


def test_a_storys_own_ask_wins():
    ask = {"text": "Send one lawyer.", "fund": "casework", "amounts": [5000, 7700]}
    edition = Edition(slug="night-boat", ask=ask)
    page = panel("donations/_give_once_panel.html", give_once(edition))
    assert "Send one lawyer." in page and 'name="fund" value="casework"' in page
    assert 'value="77"' in page and "a day in court" in page


def test_each_letter_fills_every_tag_it_names():
    pledge = make_running_pledge()
    payment = make_payment(pledge.donor, reference="GV-000000-0")
    for made in ({"pledge": pledge}, {"payment": payment}):
        Dedication.objects.create(kind="honour", name="Bel", **made)
    for letter, about in (
        (GIFT_THANKS, payment),
        (PLEDGE_WELCOME, pledge),
        (PLEDGE_CANCELLED, pledge),
    ):
        assert letters.named(letter.name) is letter
        filled = letter.fill(about, {})
        assert {tag.name for tag in letter.tags} <= set(filled)
        assert all(filled[tag.name] for tag in letter.tags)
