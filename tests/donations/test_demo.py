"""The demo's givers: enough of everything to look at, the same every time."""

import time

import pytest
from django.db.models import Sum

from donations.demo.load import load
from donations.models import Campaign, Donor, Instalment, LedgerEntry, Payment, Pledge
from ijm import dates

pytestmark = pytest.mark.django_db


def test_it_shows_every_state_and_balances(charity):
    began = time.monotonic()
    load()
    assert time.monotonic() - began < 30
    assert Donor.objects.count() == 60
    assert set(Pledge.objects.values_list("state", flat=True)) == {
        state for state, _words in Pledge.STATES
    }
    states = set(Instalment.objects.values_list("state", flat=True))
    assert {"paid", "scheduled", "skipped", "lapsed"} <= states
    books = LedgerEntry.objects.aggregate(total=Sum("amount_minor"))
    paid = Payment.objects.settled().aggregate(total=Sum("amount_minor"))
    assert books == paid
    assert Payment.objects.awaited().exists()
    campaign = Campaign.objects.get()
    assert campaign.is_open(dates.today()) and not campaign.is_reached
    assert campaign.raised_minor > campaign.goal_minor // 3


def test_it_can_run_twice(charity):
    load()
    before = Payment.objects.count()
    load()
    assert (Donor.objects.count(), Payment.objects.count()) == (60, before)


def test_whoever_tries_the_portal_has_a_pledge_on_the_31st(charity):
    load()
    pledge = Pledge.objects.get(donor__email="donor@example.org")
    assert (pledge.anchor_day, pledge.amount.minor) == (31, 3000)
    assert pledge.instalments.filter(state="paid").count() >= 11
