"""Each promise of the books is kept by PostgreSQL itself, not by a form."""

from datetime import date

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from donations.models import (
    Agreement,
    Donor,
    Fund,
    Instalment,
    LedgerEntry,
    Payment,
    Pledge,
    PledgeChange,
)
from tests.make_donations import (
    make_donor,
    make_fund,
    make_payment,
    make_pledge,
    make_running_pledge,
)
from tests.refused import refused

pytestmark = pytest.mark.django_db


def test_two_donors_with_one_proved_address():
    now = timezone.now()
    make_donor(email="a@example.org", email_verified_at=now)
    make_donor(email="a@example.org")  # typed, not proved: may be
    with refused("donor_proved_address_once"):
        make_donor(email="A@Example.org", email_verified_at=now)


def test_a_donor_proved_without_address_or_joined_to_itself():
    with refused("donor_proved_has_address"):
        make_donor(email="", email_verified_at=timezone.now())
    donor = make_donor()
    with refused("donor_not_joined_to_itself"):
        Donor.objects.filter(pk=donor.pk).update(merged_into=donor)


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"interval_months": 2}, "pledge_interval_known"),
        ({"day": 32}, "pledge_day_in_month"),
        ({"day": 0}, "pledge_day_in_month"),
        ({"state": "asleep"}, "pledge_state_known"),
        ({"state": "cancelled"}, "pledge_ended_has"),
        ({"ended_at": timezone.now()}, "pledge_ended_has"),
    ],
)
def test_a_pledge_out_of_shape(columns, name):
    donor = make_donor()
    with refused(name):
        make_pledge(donor=donor, **columns)


def test_two_terms_or_two_pauses_for_one_day():
    pledge = make_pledge()
    with refused("pledge_terms_never_overlap"):
        pledge.terms.create(amount_minor=1, effective=DateRange(date(2026, 6, 1), None))
    pledge.pauses.create(during=DateRange(date(2026, 2, 1), date(2026, 3, 1)))
    pledge.pauses.create(during=DateRange(date(2026, 3, 1), date(2026, 4, 1)))
    with refused("pledge_pauses_never_overlap"):
        pledge.pauses.create(during=DateRange(date(2026, 2, 28), date(2026, 3, 2)))


def test_a_pause_without_an_end_and_terms_of_nothing():
    pledge = make_pledge()
    with refused("pledge_pause_has_both_ends"):
        pledge.pauses.create(during=DateRange(date(2026, 2, 1), None))
    pledge.terms.all().delete()
    with refused("pledge_terms_above_zero"):
        pledge.terms.create(amount_minor=0, effective=DateRange(date(2026, 1, 1), None))


def test_a_second_instalment_of_a_month_or_number():
    pledge = make_running_pledge()
    first = pledge.instalments.get(seq=1)
    copy = {"pledge": pledge, "amount_minor": 1, "currency": "AUD"}
    with refused("instalment_one_per_period"):
        Instalment.objects.create(
            seq=9, period=first.period, due_on=first.due_on, **copy
        )
    with refused("instalment_numbered_once"):
        Instalment.objects.create(
            seq=1, period=date(2027, 1, 1), due_on=date(2027, 1, 1), **copy
        )


def test_an_instalment_in_another_currency_or_of_half_a_month():
    pledge = make_pledge()
    columns = {
        "pledge": pledge,
        "seq": 1,
        "amount_minor": 1,
        "due_on": date(2026, 1, 5),
    }
    with refused("instalment_period_is_a_month"):
        Instalment.objects.create(period=date(2026, 1, 5), currency="AUD", **columns)
    with refused("instalment_in_its_pledges_currency"):
        Instalment.objects.create(period=date(2026, 1, 1), currency="NZD", **columns)


def test_a_second_open_or_paid_payment_of_an_instalment():
    pledge = make_running_pledge()
    row = pledge.instalments.get(seq=1)
    columns = {"donor": pledge.donor, "instalment": row}
    first = make_payment(**columns)
    with refused("payment_one_open_or_paid"):
        make_payment(**columns)
    first.change(state="failed")
    second = make_payment(**columns)  # a new try after a failure
    second.settle(date(2026, 1, 31))
    with refused("payment_one_open_or_paid"):
        first.change(state="succeeded", received_on=date(2026, 2, 1))


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"amount_minor": 0}, "payment_above_zero"),
        ({"amount_minor": -5}, "payment_above_zero"),
        ({"state": "succeeded"}, "payment_received_has_date"),
        ({"received_on": date(2026, 1, 1)}, "payment_received_has_date"),
        ({"state": "perhaps"}, "payment_state_known"),
    ],
)
def test_a_payment_out_of_shape(columns, name):
    donor = make_donor()
    with refused(name):
        make_payment(donor, **columns)


def test_the_same_key_reference_or_number_twice():
    donor = make_donor()
    make_payment(
        donor, idempotency_key="k", reference="GV-000000-0", processor_ref="pi_1"
    )
    with refused("idempotency_key"):
        make_payment(donor, idempotency_key="k")
    with refused("reference"):
        make_payment(donor, reference="GV-000000-0")
    with refused("payment_processor_ref_once"):
        make_payment(donor, processor_ref="pi_1")


def entry(payment: Payment, **columns) -> LedgerEntry:
    defaults = {
        "kind": "gift",
        "amount_minor": 100,
        "currency": "AUD",
        "effective_on": date(2026, 1, 1),
        "donor": payment.donor,
        "fund": payment.fund,
        "payment": payment,
        "source_key": f"test:{LedgerEntry.objects.count()}",
    }
    return LedgerEntry.objects.create(**{**defaults, **columns})


@pytest.mark.parametrize(
    ("kind", "minor"), [("gift", -1), ("gift", 0), ("refund", 1), ("fee", 5)]
)
def test_a_ledger_entry_of_the_wrong_sign(kind, minor):
    payment = make_payment()
    with refused("ledger_sign_by_kind"):
        entry(payment, kind=kind, amount_minor=minor)


def test_a_ledger_entry_replayed_or_reversed_twice():
    payment = make_payment()
    first = entry(payment, source_key="bank:1")
    with refused("source_key"):
        entry(payment, source_key="bank:1")
    entry(payment, kind="correction", amount_minor=-100, reverses=first)
    with refused("reverses"):
        entry(payment, kind="correction", amount_minor=-100, reverses=first)
    with refused("ledger_correction_reverses"):
        entry(payment, kind="correction", amount_minor=-100)


@pytest.mark.parametrize("model", [LedgerEntry, Agreement, PledgeChange])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_history_is_never_changed(model, verb, giving_charity):
    from donations.giving import give
    from tests.make_donations import an_intention

    agreement = give(an_intention(), timezone.now())
    entry(make_payment(agreement.donor))
    assert model.objects.exists()
    with refused("pgtrigger"), connection.cursor() as cursor:
        cursor.execute(verb.format(model._meta.db_table))


@pytest.mark.parametrize("model", [LedgerEntry, Agreement, PledgeChange])
def test_history_is_never_emptied(model):
    with refused("history"), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")


def test_money_is_never_deleted_with_its_donor():
    from django.db.models import ProtectedError

    payment = make_payment()
    for row in (payment.donor, payment.fund):
        with pytest.raises(ProtectedError):
            row.delete()


def test_a_fund_is_offered_until_it_is_closed():
    fund = make_fund()
    assert (fund.is_active, Fund.objects.active().filter(pk=fund.pk).exists()) == (
        True,
        True,
    )
    fund.change(closed_on=date(2026, 1, 1))
    assert not Fund.objects.active().filter(pk=fund.pk).exists()


def test_what_is_due_says_the_row_and_the_set():
    pledge = make_running_pledge()
    for day in (date(2026, 1, 30), date(2026, 1, 31), date(2026, 2, 28)):
        by_set = set(Instalment.objects.due(day))
        assert by_set == {row for row in pledge.instalments.all() if row.is_due(day)}
    assert Pledge.objects.active().count() == 1
