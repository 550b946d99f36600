"""Givers and gifts for another program: its columns, its words, and no formulas."""

import csv
import io
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from donations import crm_export
from donations.crm_export import EXPORTS
from donations.models import Donor
from donations.reports.period import Period
from tests.make_donations import at, make_donor, make_gift, make_pledge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
TODAY = date(2026, 1, 20)


def table(client, form: str) -> list[dict[str, str]]:
    with time_machine.travel(at(TODAY)):
        answer = client.get(f"/admin/donations/keptgift/export/{form}/?over=12")
    text = answer.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def givers(finance_femi):
    amara = make_donor(display_name="Amara N. Okafor", postal_address="1 Quay St")
    joined = make_donor(display_name="=HYPERLINK(1)", email="+1@example.org")
    port = make_donor(
        display_name="Port & Co", kind=Donor.ORGANISATION, email="p@example.org"
    )
    for donor, minor in ((amara, 12345), (joined, 500), (port, 100000)):
        make_gift(minor, TODAY, donor=donor)
    return amara, joined, port


def test_salesforce_finds_its_own_columns(givers, finance_femi, signed_in):
    rows = table(signed_in(finance_femi), "npsp-gifts")
    found = {row["Donation Amount"]: row for row in rows}
    amara, port, odd = found["123.45"], found["1000.00"], found["5.00"]
    assert (amara["Contact1 First Name"], amara["Contact1 Last Name"]) == (
        "Amara N.",
        "Okafor",
    )
    assert (amara["Donation Date"], amara["Home Street"]) == ("2026-01-20", "1 Quay St")
    assert (port["Donation Donor"], port["Account1 Name"]) == ("Account1", "Port & Co")
    assert odd["Contact1 Last Name"] == "'=HYPERLINK(1)"
    assert odd["Contact1 Personal Email"] == "'+1@example.org"


def test_pledges_are_recurring_donations_and_the_joined_go_as_who_stands(
    givers, finance_femi, signed_in
):
    amara, joined, _port = givers
    pledge = make_pledge(donor=amara, interval_months=3)
    joined.merge_into(amara)
    (row,) = table(signed_in(finance_femi), "npsp-pledges")
    assert row["Recurring Donation Name"] == pledge.reference
    assert row["Recurring Donation Installment Period"] == "Monthly"
    assert row["Recurring Donation Installment Frequency"] == "3"
    assert row["Recurring Donation Day of Month"] == "Last_Day"
    names = {row["Name"] for row in table(signed_in(finance_femi), "any")}
    assert names == {"Amara N. Okafor", "Port & Co"}


def test_it_is_read_in_parts_by_one_question(givers, monkeypatch):
    monkeypatch.setattr(crm_export, "CHUNK", 1)
    with CaptureQueriesContext(connection) as asked:
        rows = EXPORTS["any"].rows(Period(date(2026, 1, 1), 12, TODAY))
        next(rows)
        assert len(list(rows)) == 2
    assert len(asked) == 1


@pytest.mark.parametrize("form", EXPORTS)
def test_names_are_for_finance(form, editor_esi, signed_in):
    url = f"/admin/donations/keptgift/export/{form}/"
    assert signed_in(editor_esi).get(url).status_code == 403
