"""What finance staff see and may do; what nobody may."""

from datetime import date

import pytest
import time_machine
from django.contrib.admin.templatetags.admin_list import result_headers
from django.db import connection
from django.test.utils import CaptureQueriesContext

from donations.given_to_the_house import instalments_overdue, not_raised
from donations.models import GivingOption, Payment
from ijm import generation
from tests.make_donations import (
    at,
    make_donor,
    make_payment,
    make_pledge,
    make_running_pledge,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
LISTS = (
    "donor pledge instalment payment ledgerentry agreement fund campaign givingoption"
).split()


@pytest.mark.parametrize("name", LISTS)
def test_finance_reads_every_list_and_row(name, finance_femi, signed_in):
    from django.apps import apps
    from django.utils import timezone

    from donations.giving import give
    from tests.make_donations import an_intention, make_options

    make_options()
    agreement = give(an_intention(), timezone.now())
    make_payment(agreement.donor).settle(date(2026, 1, 1))
    client = signed_in(finance_femi)
    assert client.get(f"/admin/donations/{name}/").status_code == 200
    row = apps.get_model("donations", name).objects.first()
    if row:
        url = f"/admin/donations/{name}/{row.pk}/change/"
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("name", ["ledgerentry", "payment", "pledge", "agreement"])
def test_the_books_have_no_add_or_delete(name, admin_amina, signed_in):
    payment = make_payment()
    payment.settle(date(2026, 1, 1))
    client = signed_in(admin_amina)
    assert client.get(f"/admin/donations/{name}/add/").status_code == 403
    entry = payment.entries.get()
    url = f"/admin/donations/ledgerentry/{entry.pk}/delete/"
    assert client.post(url, {"post": "yes"}).status_code == 403


def test_an_address_is_not_changed_at_the_desk(finance_femi, signed_in):
    donor = make_pledge().donor
    answers = {"display_name": "A. Okafor", "email": "x@evil.example", "reason": "May"}
    url = f"/admin/donations/donor/{donor.pk}/"
    client = signed_in(finance_femi)
    assert client.post(f"{url}change/", answers).status_code == 403
    assert client.post(f"{url}amend/details/", answers).status_code == 302
    donor.refresh_from_db()
    assert (donor.display_name, donor.email) == ("A. Okafor", "amara@example.org")


@pytest.mark.parametrize(
    ("noun", "answers"),
    [
        ("amount", {"amount": "45"}),
        ("day", {"day": "5"}),
        ("pause", {"months": "3"}),
        ("resumption", {}),
        ("cancellation", {}),
    ],
)
def test_staff_do_each_verb_with_a_reason(noun, answers, finance_femi, signed_in):
    pledge = make_running_pledge()
    client = signed_in(finance_femi)
    url = f"/admin/donations/pledge/{pledge.pk}/amend/{noun}/"
    assert client.get(url).status_code == 200
    assert client.post(url, answers).status_code == 422
    assert not pledge.changes.exists()
    reason = {"reason": "by telephone, 20 January"}
    assert client.post(url, {**answers, **reason}).status_code == 302
    change = pledge.changes.get()
    assert (change.by, change.reason) == (finance_femi, reason["reason"])


def test_verbs_are_only_for_finance(editor_esi, signed_in):
    pledge = make_running_pledge()
    url = f"/admin/donations/pledge/{pledge.pk}/amend/cancellation/"
    assert signed_in(editor_esi).get(url).status_code == 403


def test_a_new_amount_offered_shows_at_once(finance_femi, signed_in):
    before = generation.current()
    answers = {
        "frequency": "once",
        "currency": "AUD",
        "typed": "45.50",
        "makes_possible": "a night in a safe house",
        "position": "1",
    }
    url = "/admin/donations/givingoption/add/"
    client = signed_in(finance_femi)
    refused = client.post(url, {**answers, "typed": "12,50"})
    assert "Enter an amount in numbers" in refused.content.decode()
    assert client.post(url, answers).status_code == 302
    assert GivingOption.objects.get().amount_minor == 4550
    assert generation.current() > before


def test_gifts_long_due_are_on_the_desk(finance_femi, signed_in):
    make_running_pledge()
    with time_machine.travel(at(date(2026, 2, 9))):
        assert instalments_overdue() == 0
    with time_machine.travel(at(date(2026, 2, 11))):
        assert instalments_overdue() == 1
        client = signed_in(finance_femi)
        page = client.get("/admin/donations/instalment/?waits=overdue")
        assert page.context["cl"].result_count == 1
        assert (
            "instalments due with no payment" in client.get("/admin/").content.decode()
        )


def test_promised_gifts_are_on_the_desk():
    make_payment()
    make_payment(idempotency_key="b").settle(date(2026, 1, 1))
    assert Payment.objects.awaited().count() == 1


def test_pledges_not_raised_for_a_day_are_late():
    pledge = make_pledge()
    pledge.change(created_at=at(date(2026, 1, 1)))
    assert not_raised(at(date(2026, 1, 20)))
    from donations.raising import raise_instalments

    raise_instalments(date(2026, 1, 20))
    assert not_raised(at(date(2026, 1, 20))) is None
    assert not_raised(at(date(2026, 2, 5)))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("AMARA@ex", ["Amara Okafor"]),
        ("amara", ["Amara Okafor"]),
        ("kafo", ["Amara Okafor", "Ben Okafor"]),
        ("okafor ben", ["Ben Okafor"]),
        ("王小明", ["王小明"]),
        ("fp-000000-0", ["Ben Okafor"]),
        ("GV 000000 0", ["王小明"]),
        ("FP-000000-1", []),
        ("nobody at all", []),
    ],
)
def test_donors_are_found_by_address_name_or_reference(
    typed, found, finance_femi, signed_in
):
    make_donor()
    ben = make_donor(display_name="Ben Okafor", email="b@example.org")
    wang = make_donor(display_name="王小明", email="w@example.org")
    make_pledge(donor=ben, reference="FP-000000-0")
    make_payment(wang, reference="GV-000000-0")
    page = signed_in(finance_femi).get("/admin/donations/donor/", {"q": typed})
    rows = page.context["cl"].result_list
    assert sorted(row.display_name for row in rows) == found


def test_a_filtered_list_of_many_is_counted_only_so_far(
    finance_femi, signed_in, monkeypatch
):
    from ijm.admin.bases import EstimatedCountPaginator

    for number in range(4):
        make_donor(email=f"{number}@example.org")
    monkeypatch.setattr(EstimatedCountPaginator, "large", 3)
    client = signed_in(finance_femi)
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/admin/donations/donor/?kind__exact=person")
    assert page.context["cl"].result_count >= 3
    counts = [q["sql"] for q in asked if "COUNT(*)" in q["sql"]]
    ours = [sql for sql in counts if "donations_donor" in sql]
    assert all("LIMIT 3" in sql for sql in ours)


def test_a_long_list_leads_no_farther_than_it_is_read_quickly(
    finance_femi, signed_in, monkeypatch
):
    from donations.admin.donor import DonorAdmin
    from ijm.admin.bases import EstimatedCountPaginator

    for number in range(4):
        make_donor(email=f"{number}@example.org")
    monkeypatch.setattr(EstimatedCountPaginator, "large", 3)
    monkeypatch.setattr(DonorAdmin, "list_per_page", 1)
    client = signed_in(finance_femi)
    assert "p=3" in client.get("/admin/donations/donor/").content.decode()
    assert client.get("/admin/donations/donor/?p=4").status_code == 302


def test_no_list_is_sorted_by_a_column_that_has_no_index(finance_femi, signed_in):
    page = signed_in(finance_femi).get("/admin/donations/ledgerentry/")
    heads = [
        head["text"] for head in result_headers(page.context["cl"]) if head["sortable"]
    ]
    assert heads == ["date", "donor", "source"]


OTHERS = """
    SELECT indexname FROM pg_indexes WHERE tablename = 'donations_payment'
    AND indexdef LIKE '%(donor_id%' AND indexname <> 'payment_kept'
"""


def test_who_gave_again_is_read_from_an_index_alone():
    """The planner must see that the index holds all that the view does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off"
        )
        # Of so few rows each index by donor is as good as the next.
        cursor.execute(OTHERS)
        for (other,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{other}"')
        cursor.execute(
            "EXPLAIN SELECT donor_id, min(received_on) FROM donations_keptrow"
            " GROUP BY donor_id"
        )
        plan = " ".join(row[0] for row in cursor.fetchall())
    assert "Index Only Scan using payment_kept" in plan
