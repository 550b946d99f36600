"""Sixty days without a worker: nobody is asked for several, and the list is right."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from donations.lapsing import lapse, not_attempted
from donations.models import Instalment, Pledge
from donations.raising import raise_instalments
from donations.reminding import remind
from ijm.models import OutgoingMail
from tests.make_donations import at, make_donor, make_pledge

pytestmark = pytest.mark.django_db

STOPPED = date(2026, 1, 20)
BACK = STOPPED + timedelta(days=60)
OLDEST_ASKED_FOR = BACK - timedelta(days=14)


@pytest.fixture
def pledges() -> list[Pledge]:
    """One for each day of the month, and of each interval, since last summer."""
    made = [
        make_pledge(
            first=date(2025, 7, 1) + timedelta(days=day - 1),
            day=day,
            interval_months=months,
            donor=make_donor(email=f"d{day}-{months}@example.org"),
        )
        for day in range(1, 32)
        for months in (1, 3, 12)
    ]
    while raise_instalments(STOPPED)[1]:
        pass
    Instalment.objects.filter(due_on__lte=STOPPED).update(state=Instalment.PAID)
    return made


def due_meanwhile(pledge: Pledge) -> Iterator[date]:
    """What the schedule says, told by itself."""
    for number in range(1, 12):
        due = pledge.schedule.due_on(number)
        if STOPPED < due <= BACK:
            yield due


def catch_up() -> None:
    """What the worker does when it is back, until nothing is left to do."""
    now = at(BACK)
    while raise_instalments(BACK)[1] or lapse(now) or remind(now):
        pass


def test_what_is_old_has_lapsed_and_one_gift_at_most_is_asked_for(pledges):
    catch_up()
    lapsed_at_all = 0
    for pledge in pledges:
        missed = list(due_meanwhile(pledge))
        lapsed = [day for day in missed if day < OLDEST_ASKED_FOR]
        rows = pledge.instalments.filter(due_on__lte=BACK)
        found = rows.filter(state=Instalment.LAPSED).order_by("seq")
        assert [row.due_on for row in found] == lapsed
        assert [row.due_on for row in rows.open()] == missed[len(lapsed) :]
        assert rows.open().count() <= 1, "asked for several at once"
        assert pledge.instalments.open().filter(due_on__gte=BACK).count() == 2
        lapsed_at_all += len(lapsed)
    assert Instalment.objects.filter(state=Instalment.LAPSED).count() == lapsed_at_all
    assert lapsed_at_all > 31
    assert not_attempted(at(BACK)) is None


def test_our_own_silence_ends_no_pledge_and_writes_one_letter_at_most(pledges):
    catch_up()
    assert Pledge.objects.active().count() == len(pledges)
    letters = OutgoingMail.objects.filter(cause__startswith="reminder-")
    addresses = list(letters.values_list("recipient", flat=True))
    assert len(addresses) == len(set(addresses)) > 0


def test_a_second_catch_up_finds_nothing_to_do(pledges):
    catch_up()
    assert raise_instalments(BACK) == (0, 0)
    assert lapse(at(BACK)) == remind(at(BACK)) == 0


def test_without_the_fourteen_days_months_would_be_asked_for_together(pledges):
    """The control: raised as they fell due, and never given up."""
    while raise_instalments(BACK)[1]:
        pass
    Instalment.objects.filter(state=Instalment.LAPSED).update(state="scheduled")
    asked = [
        pledge.instalments.open().filter(due_on__lte=BACK).count()
        for pledge in pledges
        if pledge.interval_months == 1
    ]
    assert min(asked) == 2
