"""Nothing else is taken from an account than a letter said at least a week before."""

from datetime import date, timedelta

import pytest

from donations import processors
from donations.models import Pledge
from donations.raising import raise_instalments
from donations.schedule import NOTICE_DAYS
from ijm import letters
from ijm.models import OutgoingMail
from tests.make_donations import at, aud, dates_of, make_running_pledge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]

TODAY = date(2026, 1, 20)  # gifts fall on 31 January and 28 February
NEAR = date(2026, 1, 26)
NOW = at(TODAY)


def taken(**columns) -> Pledge:
    """A pledge whose gifts we collect, at 30 a month."""
    return make_running_pledge(processor="pretend", **columns)


def amounts(pledge: Pledge) -> list[int]:
    return list(
        pledge.instalments.order_by("seq").values_list("amount_minor", flat=True)
    )


def notices() -> list[str]:
    rows = OutgoingMail.objects.filter(
        letter__in=["pledge-new-terms", "pledge-changed"]
    )
    return list(rows.order_by("pk").values_list("letter", flat=True))


class TestMore:
    def test_it_waits_until_its_notice_is_a_week_old(self):
        pledge = taken()
        pledge.change_amount(aud(4500), at(NEAR))
        assert amounts(pledge) == [3000, 4500]
        assert pledge.amount_on(NEAR + timedelta(6)) == aud(3000)
        assert pledge.amount_on(NEAR + timedelta(7)) == aud(4500)

    def test_with_a_week_to_go_it_holds_for_the_next_gift(self):
        pledge = taken()
        pledge.change_amount(aud(4500), NOW)
        assert amounts(pledge) == [4500, 4500]

    def test_what_donors_send_themselves_waits_for_nobody(self):
        pledge = make_running_pledge()
        pledge.change_amount(aud(4500), at(NEAR))
        assert amounts(pledge) == [4500, 4500]

    def test_gifts_raised_later_follow(self):
        pledge = taken()
        pledge.change_amount(aud(4500), at(NEAR))
        raise_instalments(date(2026, 3, 1), pledge)
        assert amounts(pledge)[:3] == [3000, 4500, 4500]

    def test_a_second_raise_does_not_bring_the_first_forward(self):
        pledge = taken()
        pledge.change_amount(aud(4500), at(NEAR))
        pledge.change_amount(aud(9000), at(date(2026, 1, 30)))
        assert pledge.amount_on(date(2026, 2, 2)) == aud(4500)
        assert pledge.amount_on(date(2026, 2, 6)) == aud(9000)
        assert amounts(pledge) == [3000, 9000]

    def test_a_smaller_raise_takes_the_day_that_was_announced(self):
        pledge = taken()
        pledge.change_amount(aud(4500), at(date(2026, 1, 23)))
        pledge.change_amount(aud(4000), at(date(2026, 1, 28)))
        assert pledge.amount_on(date(2026, 1, 29)) == aud(3000)
        assert pledge.amount_on(date(2026, 1, 30)) == aud(4000)
        assert amounts(pledge) == [4000, 4000]


class TestLess:
    @pytest.mark.parametrize("day", [TODAY, NEAR, date(2026, 1, 31)])
    def test_it_holds_at_once(self, day):
        pledge = taken()
        pledge.change_amount(aud(1000), at(day))
        assert amounts(pledge) == [1000, 1000]

    def test_and_calls_off_a_raise_that_was_announced(self):
        pledge = taken()
        pledge.change_amount(aud(4500), at(NEAR))
        pledge.change_amount(aud(2000), at(date(2026, 1, 28)))
        assert amounts(pledge) == [2000, 2000]
        assert pledge.terms.count() == 2


class TestAnotherDay:
    SOON = at(date(2026, 2, 15))

    def test_no_gift_moves_to_a_day_nearer_than_a_week(self):
        pledge = taken()
        pledge.change_day(20, self.SOON)
        assert dates_of(pledge)[1] == date(2026, 2, 28)

    def test_one_a_week_away_is_moved_to(self):
        pledge = taken()
        pledge.change_day(22, self.SOON)
        assert dates_of(pledge)[1] == date(2026, 2, 22)

    def test_what_donors_send_themselves_moves_as_they_wish(self):
        pledge = make_running_pledge()
        pledge.change_day(20, self.SOON)
        assert dates_of(pledge)[1] == date(2026, 2, 20)


class TestTheLetter:
    def change_it(self, pledge: Pledge, by=None) -> None:
        pledge.change_amount(
            aud(4500), at(NEAR), by, "asked by telephone" if by else ""
        )

    def test_it_says_what_is_taken_when(self):
        self.change_it(taken())
        written = letters.compose(OutgoingMail.objects.get())
        assert "The amount is now $45." in written.text
        assert "Saturday 31 January 2026: $30" in written.text
        assert "Saturday 28 February 2026: $45" in written.text
        assert "We take nothing sooner" in written.text and "{" not in written.text

    def test_who_sends_it_is_told_to_tell_the_bank(self):
        self.change_it(make_running_pledge())
        written = letters.compose(OutgoingMail.objects.get())
        assert "change your standing order there" in written.text
        assert "Saturday 31 January 2026: $45" in written.text

    def test_each_change_has_one_whoever_made_it(self, finance_femi):
        pledge = make_running_pledge()
        self.change_it(pledge)
        pledge.change_day(5, NOW)
        self.change_it(pledge, by=finance_femi)
        assert notices() == ["pledge-new-terms", "pledge-new-terms", "pledge-changed"]

    def test_a_donor_who_only_pauses_gets_none(self):
        make_running_pledge().pause(date(2026, 4, 1), NOW)
        assert notices() == []

    def test_nobody_is_written_to_without_an_address(self):
        pledge = make_running_pledge()
        pledge.donor.change(email="")
        self.change_it(pledge)
        assert notices() == []


def test_the_welcome_letter_is_in_time_for_the_first_gift_that_is_taken():
    assert processors.named("pretend").days_to_prepare >= NOTICE_DAYS == 7
