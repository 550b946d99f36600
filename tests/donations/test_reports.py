"""Reports say what a slow count in Python says, row by row, in months by chance."""

from collections import defaultdict
from datetime import date, timedelta
from random import Random

import pytest
import time_machine
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from donations.models import Donor, Payment, Pledge
from donations.reports import donors, money, pledges
from donations.reports.catalogue import REPORTS
from donations.reports.period import Period
from ijm.dates import add_months_clamped, month_start
from ijm.money import Money
from tests.make_a_year import Year
from tests.make_donations import at, make_donor, make_gift, make_pledge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
TODAY = date(2026, 6, 20)
PERIOD = Period(date(2026, 6, 1), 12, TODAY)


def rows(sections):
    return {section.key: [list(row) for row in section.rows] for section in sections}


def standing(donor: Donor) -> Donor:
    while donor.merged_into:
        donor = donor.merged_into
    return donor


def kept() -> list[tuple[Donor, Payment, int]]:
    return [
        (standing(payment.donor), payment, payment.left.minor)
        for payment in Payment.objects.settled().select_related("donor", "fund")
        if payment.left.minor
    ]


def test_a_year_by_chance_adds_up(finance_femi, admin_amina):
    """With refunds, disputes, donors joined to others and months closed."""
    year = Year(4, finance_femi, admin_amina).live(14)
    first, second, third = year.donors[:3]
    for donor, survivor in ((first, second), (second, third)):
        donor.refresh_from_db()
        survivor.refresh_from_db()
        if donor.is_standing and standing(survivor) != donor:
            donor.merge_into(standing(survivor))
    _what_came_by_month_and_fund()
    _who_gave_first_and_again()
    _gave_last_year_not_this()


def _what_came_by_month_and_fund():
    months, funds = defaultdict(int), defaultdict(int)
    for _donor, payment, minor in kept():
        months[payment.currency, month_start(payment.received_on)] += minor
        funds[payment.currency, payment.fund.name] += minor
    found = rows(money.by_month(PERIOD))
    for currency, table in found.items():
        for month, row in zip(PERIOD.months, reversed(table), strict=True):
            assert row[1] == Money(months.pop((currency, month), 0), currency)
    assert not months
    assert {
        (currency, name): amount.minor
        for currency, table in rows(money.by_fund(PERIOD)).items()
        for name, amount, _share, _gifts in table
    } == funds


def _who_gave_first_and_again():
    gave = defaultdict(set)
    for donor, payment, _minor in kept():
        gave[donor].add(payment.received_on)
    (table,) = rows(donors.by_first_gift(PERIOD)).values()
    for month, row in zip(PERIOD.months, reversed(table), strict=True):
        cohort = [days for days in gave.values() if month_start(min(days)) == month]
        assert row[1] == len(cohort)
        for after, share in enumerate(row[2:], 1):
            later = add_months_clamped(month, after, 1)
            again = sum(any(month_start(d) == later for d in days) for days in cohort)
            assert share == "" or share.part == again
    half = Period(date(2026, 12, 1), 12, TODAY)
    recent = {who for who, days in gave.items() if max(days) >= date(2026, 1, 1)}
    (table,) = rows(donors.kept_year_after_year(half)).values()
    earlier = {who for who, days in gave.items() if min(days) < date(2026, 1, 1)}
    assert table[0][1:3] == [len(earlier), len(earlier & recent)]
    assert table[0][4] == len(recent - earlier)


def _gave_last_year_not_this():
    split = date(2026, 6, 1)
    period = Period(date(2027, 5, 1), 12, TODAY)
    sums, since = defaultdict(int), set()
    for donor, payment, minor in kept():
        if payment.received_on >= split:
            since.add(donor)
        else:
            sums[payment.currency, donor] += minor
    lost = {key: minor for key, minor in sums.items() if key[1] not in since}
    found = {
        (currency, row[0].url.split("/")[4]): row[2].minor
        for currency, table in rows(donors.gave_last_year_not_this(period)).items()
        for row in table
    }
    assert lost
    assert found == {(c, str(donor.pk)): minor for (c, donor), minor in lost.items()}


def test_a_donor_joined_twice_over_is_one_donor():
    first, second, third = (make_donor(email=f"{n}@example.org") for n in "abc")
    for donor in (first, second, third):
        make_gift(donor=donor, day=date(2026, 2, 3))
    first.merge_into(second)
    second.merge_into(third)
    (table,) = rows(donors.by_first_gift(PERIOD)).values()
    assert sum(row[1] for row in table) == 1


# What a pledge is from day to day, told without any SQL of the reports.


def lapse(pledge: Pledge, day: date, until: date | None) -> None:
    """As a worker would have noted it on those days."""
    for state, when in ((Pledge.LAPSED, day), (Pledge.ACTIVE, until)):
        if when:
            pledge.change(state=state)
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL session_replication_role = replica")
                cursor.execute(
                    "UPDATE donations_pledgeevent SET pgh_created_at = %s WHERE pgh_id "
                    "= (SELECT max(pgh_id) FROM donations_pledgeevent"
                    " WHERE pgh_obj_id = %s)",
                    [at(when), pledge.pk],
                )
                cursor.execute("SET LOCAL session_replication_role = origin")


def in_force(pledge: Pledge, day: date, lapses: dict) -> int:
    """Twelve times its monthly value on that day; 0 if it is not in force."""
    made, ended = pledge.local_day(pledge.created_at), pledge.ended_at
    amount = pledge.amount_on(day)
    gone = [made > day, ended and pledge.local_day(ended) <= day]
    start, end = lapses.get(pledge.pk, (date.max, None))
    gone += [pledge.is_paused(day), start <= day and not (end and end <= day)]
    if any(gone) or amount is None:
        return 0
    return amount.minor * 12 // pledge.interval_months


def agree(pledge: Pledge, later: date, much_later: date) -> None:
    """Two new amounts, each from its day on."""
    first = pledge.terms.get()
    first.change(effective=DateRange(first.effective.lower, later))
    pledge.terms.create(amount_minor=777, effective=DateRange(later, much_later))
    pledge.terms.create(amount_minor=50, effective=DateRange(much_later, None))


def make_histories(chance: Random) -> dict:
    """Pledges with new amounts, pauses, lapses and ends, on days by chance."""
    lapses = {}
    donor = make_donor()
    for number in range(24):
        made = date(2025, 5, 1) + timedelta(days=chance.randrange(390))
        pledge = make_pledge(
            made,
            28,
            chance.randrange(100, 9000),
            donor=donor,
            interval_months=chance.choice([1, 1, 3, 12]),
            created_at=at(made, chance.choice([1, 23])),
        )
        later = made + timedelta(days=chance.randrange(1, 120))
        much_later = later + timedelta(days=chance.randrange(1, 120))
        match number % 6:
            case 0:
                agree(pledge, later, much_later)
            case 1:
                pledge.pauses.create(during=DateRange(later, much_later))
            case 2:
                until = chance.choice([None, much_later])
                lapses[pledge.pk] = (later, until)
                lapse(pledge, later, until)
            case 3:
                pledge.pauses.create(during=DateRange(later, much_later))
                pledge.change(
                    state="cancelled",
                    ended_at=at(chance.choice([later, much_later])),
                    ended_reason="donor asked",
                )
    make_pledge(donor=donor, state="pending_setup")
    return lapses


def test_monthly_giving_is_what_each_pledge_is_worth_on_the_day():
    lapses = make_histories(Random(11))
    found = rows(pledges.worth_a_month(PERIOD))["AUD"]
    for month, row in zip(PERIOD.months, reversed(found), strict=True):
        last = min(add_months_clamped(month, 1, 1) - timedelta(days=1), TODAY)
        worth = [
            (pledge, in_force(pledge, last, lapses))
            for pledge in Pledge.objects.exclude(state="pending_setup")
        ]
        running = [pledge for pledge, value in worth if value]
        assert row[1] == Money(sum(value for _p, value in worth) // 12, "AUD"), last
        assert row[2] == len(running)
        assert row[3] == sum(pledge.interval_months == 1 for pledge in running)


def test_new_lost_and_resting_pledges_are_counted_by_their_day():
    lapses = make_histories(Random(12))
    found = rows(pledges.come_and_gone(PERIOD))["AUD"]
    all_of_them = Pledge.objects.exclude(state="pending_setup")
    for month, row in zip(PERIOD.months, reversed(found), strict=True):
        last = min(add_months_clamped(month, 1, 1) - timedelta(days=1), TODAY)

        def here(day, month=month, last=last):
            return day and month <= day <= last

        made = [p for p in all_of_them if here(p.local_day(p.created_at))]
        ended = [p for p in all_of_them if p.ended_at and here(p.local_day(p.ended_at))]
        lapsed = [day for day, _until in lapses.values() if here(day)]
        resting = [
            p
            for p in all_of_them
            if p.is_paused(last)
            and not (p.ended_at and p.local_day(p.ended_at) <= last)
        ]
        assert row[1:3] == [len(made), len(ended)]
        assert row[4] == len(lapsed)
        assert row[7] == len(resting)


@pytest.mark.parametrize("slug", REPORTS)
def test_each_report_is_a_page_and_a_csv(slug, finance_femi, signed_in):
    gift = make_gift(day=date(2026, 5, 5), source_path="/stories/a/", currency="JPY")
    make_gift(donor=gift.donor, day=date(2025, 5, 5))
    make_gift(
        donor=make_donor(display_name="=1+1", email="b@example.org"),
        day=date(2025, 5, 5),
    )
    make_pledge(donor=gift.donor)
    client = signed_in(finance_femi)
    with time_machine.travel(at(TODAY)):
        page = client.get(f"/admin/donations/keptgift/report/{slug}/?over=24")
        csv = client.get(f"/admin/donations/keptgift/report/{slug}/csv/?over=24")
        odd = client.get(f"/admin/donations/keptgift/report/{slug}/?until=x&over=-1")
    assert (page.status_code, csv.status_code, odd.status_code) == (200, 200, 200)
    assert "style=" not in page.content.decode().partition("<main")[2]
    text = csv.getvalue().decode("utf-8-sig")
    if slug == "last-year-not-this":
        assert "'=1+1" in text
        assert "Amara" not in text
    if slug == "stories":
        assert "JPY,/stories/a/,5000,100.0,1" in text


def test_editors_see_sums_and_no_names(editor_esi, signed_in):
    gift = make_gift()
    client = signed_in(editor_esi)
    page = client.get("/admin/donations/keptgift/").content.decode()
    assert "Monthly giving" in page
    assert "Gave last year" not in page
    row = client.get(f"/admin/donations/keptgift/{gift.pk}/change/").content.decode()
    assert str(gift.donor) not in row
