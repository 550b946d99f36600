"""Changing, pausing and cancelling reach the instalments already made."""

from datetime import date, timedelta

import pytest

from donations.models import AlreadyEnded, PledgeChange
from donations.models.pausing import PauseTooShort
from donations.raising import raise_instalments
from ijm.models import OutgoingMail
from ijm.money import CurrencyMismatch, Money
from tests.make_donations import (
    at,
    dates_of,
    make_donor,
    make_payment,
    make_pledge,
    make_running_pledge,
    states_of,
)

pytestmark = pytest.mark.django_db
NOW = at(date(2026, 1, 20))


def test_cancelling_calls_off_every_instalment_still_expected():
    pledge = make_running_pledge()
    pledge.cancel(NOW)
    assert (pledge.state, pledge.ended_reason) == ("cancelled", "donor asked")
    assert states_of(pledge) == ["cancelled", "cancelled"]
    assert pledge.upcoming(date(2026, 1, 20)) == []
    assert raise_instalments(date(2026, 3, 1)) == (0, 0)


def test_cancelling_tells_the_donor_once():
    pledge = make_running_pledge()
    pledge.cancel(NOW)
    assert OutgoingMail.objects.get().letter == "pledge-cancelled"


def test_cancelling_leaves_what_was_paid():
    pledge = make_running_pledge()
    row = pledge.instalments.get(seq=1)
    make_payment(pledge.donor, instalment=row).settle(date(2026, 1, 31))
    pledge.cancel(NOW)
    assert states_of(pledge) == ["paid", "cancelled"]


def test_what_is_over_stays_over():
    pledge = make_running_pledge()
    pledge.cancel(NOW)
    verbs = [
        lambda: pledge.cancel(NOW),
        lambda: pledge.pause(date(2026, 5, 1), NOW),
        lambda: pledge.resume(NOW),
        lambda: pledge.change_day(5, NOW),
        lambda: pledge.change_amount(Money(100, "AUD"), NOW),
    ]
    for verb in verbs:
        with pytest.raises(AlreadyEnded):
            verb()


def test_a_stale_copy_of_a_pledge_notices_that_it_ended():
    pledge = make_running_pledge()
    stale = type(pledge).objects.get(pk=pledge.pk)
    pledge.cancel(NOW)
    with pytest.raises(AlreadyEnded):
        stale.resume(NOW)


def test_a_pause_skips_what_is_due_inside_it():
    pledge = make_running_pledge()
    pledge.pause(date(2026, 2, 20), NOW)
    assert states_of(pledge) == ["skipped", "scheduled"]
    assert pledge.upcoming(date(2026, 1, 20), 2) == [
        date(2026, 2, 28),
        date(2026, 3, 31),
    ]


def test_a_pause_stops_an_instalment_that_is_being_retried():
    pledge = make_running_pledge(processor="pretend")
    row = pledge.instalments.get(seq=1)
    row.change(due_on=date(2026, 1, 15), next_attempt_on=date(2026, 1, 22))
    pledge.pause(date(2026, 2, 20), NOW)
    row.refresh_from_db()
    assert row.next_attempt_on is None


def test_going_on_brings_skipped_gifts_back_if_they_are_still_to_come():
    pledge = make_running_pledge()
    pledge.pause(date(2026, 6, 1), NOW)
    assert states_of(pledge) == ["skipped", "skipped"]
    pledge.resume(at(date(2026, 2, 10)))
    assert states_of(pledge) == ["skipped", "scheduled"]
    assert not pledge.is_paused(date(2026, 2, 10))


def test_a_second_pause_replaces_the_first():
    pledge = make_running_pledge()
    pledge.pause(date(2026, 6, 1), NOW)
    pledge.pause(date(2026, 2, 5), NOW + timedelta(hours=1))
    assert pledge.pauses.get().until == date(2026, 2, 5)
    assert states_of(pledge) == ["skipped", "scheduled"]


def test_a_pause_must_end_after_today():
    with pytest.raises(PauseTooShort):
        make_running_pledge().pause(date(2026, 1, 20), NOW)


def test_a_new_amount_holds_from_the_next_gift():
    pledge = make_running_pledge()
    pledge.change_amount(Money(4500, "AUD"), NOW)
    assert {row.amount_minor for row in pledge.instalments.all()} == {4500}
    assert pledge.amount == Money(4500, "AUD")
    assert pledge.amount_on(date(2026, 1, 19)) == Money(3000, "AUD")


def test_a_new_amount_never_changes_the_past():
    pledge = make_running_pledge()
    paid = pledge.instalments.get(seq=1)
    make_payment(pledge.donor, instalment=paid).settle(date(2026, 1, 31))
    pledge.change_amount(Money(4500, "AUD"), at(date(2026, 2, 2)))
    amounts = pledge.instalments.order_by("seq").values_list("amount_minor", flat=True)
    assert list(amounts) == [3000, 4500]


def test_a_mind_changed_twice_in_a_day_leaves_one_term():
    pledge = make_running_pledge()
    pledge.change_amount(Money(4500, "AUD"), NOW)
    pledge.change_amount(Money(2000, "AUD"), NOW)
    assert [terms.amount_minor for terms in pledge.terms.all()] == [3000, 2000]


def test_an_amount_in_another_currency_is_refused():
    with pytest.raises(CurrencyMismatch):
        make_running_pledge().change_amount(Money(100, "NZD"), NOW)


# The day before the change, the new day, today: what the next dates then are.
NEW_DAYS = [
    (28, 5, date(2026, 3, 10), [date(2026, 3, 28), date(2026, 4, 5)]),
    (28, 15, date(2026, 3, 10), [date(2026, 3, 15), date(2026, 4, 15)]),
    (28, 31, date(2026, 3, 10), [date(2026, 3, 31), date(2026, 4, 30)]),
    (12, 10, date(2026, 3, 10), [date(2026, 3, 10), date(2026, 4, 10)]),
]


@pytest.mark.parametrize(("old", "new", "today", "expected"), NEW_DAYS)
def test_a_new_day_keeps_one_gift_a_month(old, new, today, expected):
    pledge = make_pledge(first=date(2026, 2, old), day=old)
    raise_instalments(date(2026, 2, 1))
    raise_instalments(date(2026, 3, 1))
    pledge.change_day(new, at(today))
    raise_instalments(today)
    assert pledge.upcoming(today, 2) == expected
    months = [day.month for day in dates_of(pledge)]
    assert months == sorted(set(months))


def test_a_gift_paid_this_month_is_not_asked_for_again_on_a_later_day():
    pledge = make_pledge(first=date(2026, 3, 5), day=5)
    raise_instalments(date(2026, 3, 1))
    row = pledge.instalments.get(seq=1)
    make_payment(pledge.donor, instalment=row).settle(date(2026, 3, 5))
    pledge.change_day(28, at(date(2026, 3, 10)))
    raise_instalments(date(2026, 3, 10))
    assert pledge.upcoming(date(2026, 3, 10), 2) == [
        date(2026, 4, 28),
        date(2026, 5, 28),
    ]


def test_every_change_is_written_down_with_who_and_why(finance_femi):
    pledge = make_running_pledge()
    pledge.change_day(5, NOW)
    pledge.cancel(NOW, by=finance_femi, reason="by telephone, 20 January")
    newest, first = PledgeChange.objects.filter(pledge=pledge)
    assert (newest.verb, newest.by, newest.reason) == (
        "cancelled",
        finance_femi,
        "by telephone, 20 January",
    )
    assert (first.verb, first.by, first.detail) == ("day", None, "5")
    assert pledge.ended_reason == "staff"


@pytest.mark.parametrize(
    ("zone", "day"), [("Australia/Sydney", 1), ("Europe/London", 28)]
)
def test_the_date_is_that_of_the_pledges_own_zone(zone, day):
    from datetime import UTC, datetime

    pledge = make_pledge(tz=zone, donor=make_donor())
    assert pledge.local_day(datetime(2026, 2, 28, 23, 30, tzinfo=UTC)).day == day
