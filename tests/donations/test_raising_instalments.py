"""Instalments are raised for all pledges at once, two ahead, and never twice."""

from datetime import UTC, date, datetime

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from donations.models import Instalment, Pledge, PledgeTurn
from donations.raising import raise_instalments, raise_slice
from tests.donations.test_pressing_twice import all_at_once
from tests.make_donations import dates_of, make_donor, make_pledge, states_of

pytestmark = pytest.mark.django_db


def test_it_writes_the_next_two():
    pledge = make_pledge(first=date(2026, 1, 31), day=31)
    raise_instalments(date(2026, 1, 20))
    assert dates_of(pledge) == [date(2026, 1, 31), date(2026, 2, 28)]
    assert {row.amount_minor for row in pledge.instalments.all()} == {3000}


def test_it_writes_nothing_the_second_time():
    donor = make_donor()
    for _each in range(5):
        make_pledge(donor=donor)
    assert raise_instalments(date(2026, 1, 20)) == (10, 5)
    assert raise_instalments(date(2026, 1, 20)) == (0, 0)
    assert Instalment.objects.count() == 10


def test_it_follows_the_calendar_month_by_month():
    pledge = make_pledge(first=date(2026, 1, 31), day=31)
    for day in (date(2026, 1, 20), date(2026, 2, 1), date(2026, 3, 1)):
        raise_instalments(day)
    assert dates_of(pledge) == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


def test_the_day_of_a_gift_still_counts_as_ahead():
    pledge = make_pledge(first=date(2026, 1, 31), day=31)
    raise_instalments(date(2026, 1, 31))
    assert len(dates_of(pledge)) == 2


def test_after_an_outage_old_gifts_lapse_and_nobody_is_asked_for_many():
    pledge = make_pledge(first=date(2026, 1, 31), day=31)
    raise_instalments(date(2026, 1, 20))
    raise_instalments(date(2026, 5, 10))
    # February was raised before; March is old, 30 April is ten days late.
    assert states_of(pledge)[2:] == ["lapsed", "scheduled", "scheduled", "scheduled"]
    assert dates_of(pledge)[-1] == date(2026, 6, 30)


def test_a_pause_makes_skipped_rows():
    pledge = make_pledge(first=date(2026, 1, 31), day=31)
    pledge.pauses.create(during=DateRange(date(2026, 2, 1), date(2026, 3, 1)))
    raise_instalments(date(2026, 1, 20))
    assert states_of(pledge) == ["scheduled", "skipped"]


def test_the_amount_is_the_one_in_force_on_the_day():
    pledge = make_pledge(first=date(2026, 1, 31), day=31)
    terms = pledge.terms.get()
    terms.change(effective=DateRange(terms.effective.lower, date(2026, 2, 10)))
    pledge.terms.create(amount_minor=4000, effective=DateRange(date(2026, 2, 10), None))
    raise_instalments(date(2026, 1, 20))
    amounts = pledge.instalments.order_by("seq").values_list("amount_minor", flat=True)
    assert list(amounts) == [3000, 4000]


@pytest.mark.parametrize("state", ["lapsed", "pending_setup"])
def test_only_active_pledges_get_instalments(state):
    make_pledge(state=state)
    assert raise_instalments(date(2026, 1, 20)) == (0, 0)


def test_only_what_is_collected_gets_a_day_to_try():
    mine = make_pledge(processor="offline")
    card = make_pledge(processor="pretend", donor=mine.donor)
    raise_instalments(date(2026, 1, 20))
    assert mine.instalments.filter(next_attempt_on=None).count() == 2
    assert card.instalments.filter(next_attempt_on=None).count() == 0


def test_one_pledge_can_be_raised_by_itself():
    one, other = make_pledge(), make_pledge(donor=make_donor(email="b@example.org"))
    assert raise_instalments(date(2026, 1, 20), one) == (2, 1)
    assert not other.instalments.exists()


def test_the_next_look_at_a_pledge_is_after_its_next_gift():
    pledge = make_pledge(first=date(2026, 1, 31), day=31)
    raise_instalments(date(2026, 1, 20))
    assert PledgeTurn.objects.get(pledge=pledge).raise_on == date(2026, 2, 1)


def test_only_an_active_pledge_has_a_turn():
    pledge = make_pledge()
    raise_instalments(date(2026, 1, 20))
    pledge.change(state=Pledge.LAPSED)
    assert PledgeTurn.objects.get(pledge=pledge).raise_on is None
    pledge.change(state=Pledge.ACTIVE)
    assert PledgeTurn.objects.get(pledge=pledge).raise_on == date.min


def test_a_pledge_whose_day_moved_is_looked_at_again():
    pledge = make_pledge()
    raise_instalments(date(2026, 1, 20))
    pledge.change(anchor_day=7)
    assert PledgeTurn.objects.get(pledge=pledge).raise_on == date.min


def test_what_is_seen_and_needs_nothing_does_not_end_the_chore():
    make_pledge()
    now = datetime(2026, 1, 20, 12, tzinfo=UTC)
    assert raise_slice(now) == 1
    PledgeTurn.objects.update(raise_on=date.min)
    assert raise_slice(now) == 1
    assert raise_slice(now) == 0


def test_one_that_is_there_already_stays_and_stops_no_other():
    moved, other = make_pledge(), make_pledge(donor=make_donor(email="b@example.org"))
    raise_instalments(date(2026, 1, 20), moved)
    # Its third is now for February, as its second was.
    moved.change(first_due=date(2025, 12, 31))
    raise_instalments(date(2026, 2, 1))
    assert dates_of(moved) == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    assert len(dates_of(other)) == 3
    assert raise_instalments(date(2026, 2, 1)) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_ten_workers_at_once_write_each_once():
    donor = make_donor()
    for _each in range(30):
        make_pledge(donor=donor)
    today = date(2026, 1, 20)
    counts = [*all_at_once(lambda: raise_instalments(today)), raise_instalments(today)]
    assert sum(written for written, _seen in counts) == Instalment.objects.count() == 60
