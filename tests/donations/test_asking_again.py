"""The house asks by itself, seldom, and only those whom a question does not hurt."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from donations import offering, winning_back
from donations.asking_again import ask
from donations.models import Donor, GivingOption, GivingPage, Offer, Payment, Pledge
from ijm import generation, letters
from ijm.models import OutgoingMail
from tests.make_donations import (
    at,
    aud,
    make_donor,
    make_gift,
    make_pledge,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
TODAY = date(2026, 7, 15)
NOW = at(TODAY)


@pytest.fixture(autouse=True)
def switched_on():
    with time_machine.travel(NOW, tick=False):
        for minor in (1000, 4000, 9000):
            GivingOption.objects.create(
                frequency="monthly", amount_minor=minor, currency="AUD"
            )
        GivingPage.objects.create(asks_by_itself=True)
        generation.bump()
        yield


@pytest.fixture
def proved(amara) -> Donor:
    amara.change(email_verified_at=NOW)
    return amara


@pytest.fixture
def pledge(proved) -> Pledge:
    """30 a month for more than a year; the last three gifts came."""
    pledge = make_pledge(donor=proved, first=date(2025, 1, 31), day=31)
    for seq, month in enumerate((4, 5, 6), 16):
        due = date(2026, month + 1, 1) - timedelta(days=1)
        pledge.instalments.create(
            seq=seq,
            period=date(2026, month, 1),
            due_on=due,
            amount_minor=3000,
            currency="AUD",
            state="paid",
        )
    return pledge


@pytest.fixture
def gift(proved) -> Payment:
    return make_gift(6000, TODAY - timedelta(days=20), donor=proved)


def asked() -> list[tuple[str, str]]:
    rows = OutgoingMail.objects.order_by("pk")
    return [(row.letter, str(row.about.amount)) for row in rows]


def test_a_pledge_of_a_year_is_asked_for_the_next_amount_once(pledge):
    assert ask(NOW) == 1 and ask(NOW) == 0
    assert asked() == [("raise-offer", str(aud(4000)))]
    assert "not be asked" in letters.compose(OutgoingMail.objects.get()).text


def test_a_gift_by_itself_is_asked_for_a_monthly_one_of_its_size(gift):
    assert ask(NOW) == 1 and ask(NOW) == 0
    assert asked() == [("monthly-offer", str(aud(1000)))]


def test_nobody_is_asked_before_staff_switch_it_on(pledge, gift):
    GivingPage.objects.get().change(asks_by_itself=False)
    generation.bump()
    assert ask(NOW) == 0


def refuse(pledge: Pledge) -> None:
    pledge.donor.change(asked_no_more_at=NOW)


def refused_on_a_joined_row(pledge: Pledge) -> None:
    other = make_donor(email="b@example.org", asked_no_more_at=NOW)
    Donor.objects.filter(pk=other.pk).update(merged_into=pledge.donor)


def unproved(pledge: Pledge) -> None:
    pledge.donor.change(email_verified_at=None)


def paused(pledge: Pledge) -> None:
    pledge.pauses.create(during=DateRange(TODAY, TODAY + timedelta(days=60)))


def failing(pledge: Pledge) -> None:
    pledge.instalments.filter(seq=18).update(state="collecting")


def stopped(pledge: Pledge) -> None:
    pledge.change(state=Pledge.LAPSED)


def raised_lately(pledge: Pledge) -> None:
    pledge.change_amount(aud(3500), NOW - timedelta(days=100))


def asked_by_staff(pledge: Pledge) -> None:
    then = NOW - timedelta(days=80)
    offering.make(Offer.RESTART, pledge, aud(3000), "by hand", then)


def more_than_twice(pledge: Pledge) -> None:
    GivingOption.objects.filter(amount_minor=4000).delete()


def beside_another(pledge: Pledge) -> None:
    make_pledge(donor=pledge.donor, reference="FP-000000-0")


@pytest.mark.parametrize(
    "why",
    [
        refuse,
        refused_on_a_joined_row,
        unproved,
        paused,
        failing,
        stopped,
        raised_lately,
        asked_by_staff,
        more_than_twice,
        beside_another,
    ],
)
def test_a_pledge_is_not_asked_about(pledge, why):
    why(pledge)
    assert ask(NOW) == 0


def sent_back(gift: Payment) -> None:
    Payment.objects.filter(pk=gift.pk).update(refunded_minor=100)


def too_small(gift: Payment) -> None:
    GivingOption.objects.filter(amount_minor=1000).delete()


def with_a_pledge_that_ended(gift: Payment) -> None:
    make_pledge(donor=gift.donor).cancel(NOW)


def from_an_old_system(gift: Payment) -> None:
    Payment.objects.filter(pk=gift.pk).update(processor="history")


@pytest.mark.parametrize(
    "why", [sent_back, too_small, with_a_pledge_that_ended, from_an_old_system]
)
def test_a_gift_is_not_asked_about(gift, why):
    why(gift)
    OutgoingMail.objects.all().delete()
    assert ask(NOW) == 0


def test_of_two_gifts_of_one_donor_one_is_asked_about(gift):
    make_gift(9000, TODAY - timedelta(days=30), donor=gift.donor, idempotency_key="b")
    assert ask(NOW) == 1
    assert ask(NOW + timedelta(days=20)) == 0


def test_who_wants_no_such_letter_says_so_in_the_portal(pledge, as_donor):
    inside = as_donor(pledge.donor)
    inside.post("/donor/wishes/asking/", {"wishes": ["asked-no-more"]})
    pledge.donor.refresh_from_db()
    assert not pledge.donor.may_be_asked and ask(NOW) == 0
    assert winning_back.gift_to_follow(pledge.donor) is None
    inside.post("/donor/wishes/asking/")
    assert ask(timezone.now()) == 1


def test_staff_write_it_down_for_who_calls(pledge, finance_femi, signed_in):
    page = f"/admin/donations/donor/{pledge.donor.pk}"
    signed_in(finance_femi).post(f"{page}/amend/no-more/", {"reason": "By telephone"})
    pledge.donor.refresh_from_db()
    assert not pledge.donor.may_be_asked
    assert pledge.donor.notes.get().by == finance_femi
