"""Givers, gifts and pledges of an old system come once, as history, and balance."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from donations import closing, journal
from donations.models import (
    Donor,
    GivingImport,
    LedgerEntry,
    MonthEvent,
    Moved,
    Payment,
    Pledge,
)
from donations.moving_in import taking_in
from donations.moving_in.columns import guessed
from donations.raising import raise_instalments
from ijm import dates
from tests.make_a_year import drifted, entered, owed
from tests.make_donations import make_donor, make_fund, make_gift
from tests.refused import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
GIVEWP = """Donation ID,First Name,Last Name,Email Address,Company Name,Address 1,\
Address 2,City,State,Zip,Country,Donation Total,Currency Code,Donation Status,\
Payment Gateway,Form Title,Donation Date,Donor ID
101,Amara,Okafor,Amara@Example.org,,1 Quay St,,Hobart,TAS,7000,AU,"1,250.50",AUD,\
Complete,stripe,Harvest,03/04/2021,7
102,Amara,Okafor,amara@example.org,,,,,,,,20.00,AUD,Renewal,offline,Harvest,\
04/04/2021,7
103,=cmd|'/c calc'!A1,,evil@example.org,,,,,,,,5.00,AUD,Complete,manual,,05/04/2021,8
104,សុខា,,,Harbour 😀 Pty,,,,,,,500,JPY,Complete,manual,,06/04/2021,9
105,Late,Payer,late@example.org,,,,,,,,20.00,AUD,Pending,offline,,07/04/2021,10
106,Gone,Back,gone@example.org,,,,,,,,20.00,AUD,Refunded,stripe,,07/04/2021,11
107,Odd,Sum,odd@example.org,,,,,,,,"12,50",AUD,Complete,stripe,,07/04/2021,12
108,Odd,Day,odd@example.org,,,,,,,,12.50,AUD,Complete,stripe,,04/31/2021,12
109,,,,,,,,,,,12.50,AUD,Complete,stripe,,07/04/2021,
101,Amara,Okafor,amara@example.org,,,,,,,,1250.50,AUD,Complete,stripe,,03/04/2021,7
"""
PLEDGES = """id,email,first_name,period,frequency,amount,status,gateway_id,created_at,\
renews_at,gateway_subscription_id
1,amara@example.org,Amara,month,1,30.00,active,offline,2020-01-31 10:00:00,\
2021-05-31 10:00:00,sub_1
2,card@example.org,Card,year,1,120.00,active,stripe,2020-02-29 10:00:00,,sub_2
3,gone@example.org,Gone,month,1,30.00,cancelled,stripe,2020-01-01 10:00:00,,sub_3
4,week@example.org,Week,week,1,30.00,active,offline,2020-01-01 10:00:00,,sub_4
"""
WRITTEN = {"day_form": "%d/%m/%Y", "decimal": "."}


def received(by, text: str | bytes, kind="gifts", **written: str) -> GivingImport:
    content = text.encode() if isinstance(text, str) else text
    moving = taking_in.receive(content, "old.csv", by, kind=kind, source="givewp")
    moving.columns = {**guessed(kind, moving.headings), **WRITTEN, **written}
    moving.currency, moving.fund = "AUD", make_fund()
    taking_in.look(moving)
    taking_in.go_on(timezone.now())
    moving.refresh_from_db()
    return moving


def taken(moving: GivingImport) -> GivingImport:
    taking_in.apply(moving)
    while moving.state != GivingImport.State.APPLIED:
        taking_in.go_on(timezone.now())
        moving.refresh_from_db()
    return moving


def test_a_look_says_of_each_line_what_would_happen(finance_femi):
    moving = received(finance_femi, GIVEWP)
    assert moving.foreseen == {"new": 4, "passed": 2, "unclear": 3, "known": 1}
    told = {each.line: each.why for each in taking_in.foresee(moving)}
    assert "never received" in told[6]
    assert "12,50" in told[8]
    assert "04/31/2021" in told[9]
    assert "Neither a name" in told[10]
    assert not Donor.objects.exists()


def test_gifts_come_as_history_that_is_never_receipted_again(finance_femi):
    moving = taken(received(finance_femi, GIVEWP))
    assert moving.counted["new"] == 4
    assert moving.counted["sum AUD"] == 125050 + 2000 + 500
    first, second, third, yen = Payment.objects.order_by("received_on")
    assert first.donor == second.donor
    assert (first.received_on, first.method) == (date(2021, 4, 3), "card")
    assert first.donor.postal_address == "1 Quay St\nHobart TAS 7000\nAU"
    assert not first.donor.is_proved
    assert third.donor.display_name == "=cmd|'/c calc'!A1"
    assert (yen.amount_minor, yen.donor.kind) == (500, Donor.ORGANISATION)
    assert all(payment.receipted_elsewhere for payment in Payment.objects.all())
    assert entered() == owed() and not drifted()


def test_the_same_file_again_and_again_adds_nothing(finance_femi):
    taken(received(finance_femi, GIVEWP))
    rows = [model.objects.count() for model in (Donor, Payment, LedgerEntry, Moved)]
    again = received(finance_femi, GIVEWP)
    assert "new" not in again.foreseen
    assert "new" not in taken(again).counted
    now = [model.objects.count() for model in (Donor, Payment, LedgerEntry, Moved)]
    assert now == rows
    known = Moved.objects.first()
    with refused("donations_moved_key"):
        Moved.objects.create(key=known.key, came_by=again, donor=known.donor)


def test_a_worker_killed_between_slices_goes_on(finance_femi, monkeypatch):
    monkeypatch.setattr(taking_in, "AT_ONCE", 1)
    moving = received(finance_femi, GIVEWP)
    taking_in.apply(moving)
    taking_in.go_on(timezone.now())
    GivingImport.objects.update(done=0)  # as if its slice had been lost
    assert taken(moving).counted["known"] == 2
    assert Payment.objects.count() == 4


def test_history_moves_no_account_and_no_closed_month(finance_femi, admin_amina):
    march, april = date(2021, 3, 1), date(2021, 4, 1)
    seen, now = closing.seen(april), timezone.now()
    closing.close(april, admin_amina, "audited", seen, now)
    taken(received(finance_femi, GIVEWP))
    assert not closing.entries(april).exists()
    assert closing.entries(date(2021, 5, 1)).count() == 4
    for row in journal.rows("generic", date(2021, 5, 1)):
        assert row[1] == "3900"
    sums: dict[object, int] = {}
    for row in journal.rows("xero", date(2021, 5, 1)):
        sums[row[0]] = sums.get(row[0], 0) + row[5]
    assert set(sums.values()) == {0}
    assert MonthEvent.objects.count() == 1
    make_gift(donor=make_donor(email="new@example.org"), day=dates.today())
    waiting = closing.in_the_way(dates.month_start(dates.today()))
    assert [each.count for each in waiting if "earlier" in str(each.words)] == []
    assert closing.entries(march).count() == 0


def test_pledges_go_on_from_their_next_day_and_bill_nothing_past(finance_femi):
    form = {"day_form": "%Y-%m-%d %H:%M:%S"}
    moving = received(finance_femi, PLEDGES, "pledges", **form)
    assert moving.foreseen == {"new": 2, "passed": 1, "unclear": 1}
    taken(moving)
    bank, card = Pledge.objects.order_by("interval_months")
    assert (bank.state, card.state) == (Pledge.ACTIVE, Pledge.PENDING)
    assert (bank.anchor_day, card.interval_months) == (31, 12)
    assert bank.first_due > dates.today()
    raise_instalments(dates.today())
    assert all(row.due_on >= bank.first_due for row in bank.instalments.all())
    assert str(bank.amount) == "$30"


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8-sig", ";"), ("cp1252", ","), ("utf-16", "\t"), ("utf-8", ",")],
)
def test_the_ways_excel_saves_a_table(encoding, separator, finance_femi):
    lines = ["Nr,Name,Sum,On", "1,Zoë Müller,'12.50',31.01.2021"]
    text = "\r\n".join(lines).replace(",", separator).replace("'12.50'", '"1.250,50"')
    moving = taking_in.receive(
        text.encode(encoding), "x.csv", finance_femi, kind="gifts", source="excel"
    )
    moving.columns = {
        **{"gift_id": "Nr", "name": "Name", "amount": "Sum", "day": "On"},
        **{"decimal": ",", "day_form": "%d.%m.%Y"},
    }
    moving.currency = "AUD"
    taking_in.look(moving)
    taking_in.go_on(timezone.now())
    moving.refresh_from_db()
    taken(moving)
    payment = Payment.objects.get()
    assert (payment.amount_minor, payment.donor.display_name) == (125050, "Zoë Müller")


def test_at_the_desk_days_and_sums_are_asked_for_never_guessed(finance_femi, signed_in):
    client, url = signed_in(finance_femi), "/admin/donations/givingimport/"
    make_fund()
    file = SimpleUploadedFile("gifts.csv", GIVEWP.encode(), "text/csv")
    answers = {"kind": "gifts", "source": "givewp", "file": file}
    assert client.post(f"{url}add/", answers).status_code == 302
    moving = GivingImport.objects.get()
    page = client.get(f"{url}{moving.pk}/change/")
    form = page.context["form_of_columns"]
    said = {name: field.initial for name, field in form.fields.items()}
    assert (said["gift_id"], said["day"]) == ("Donation ID", "Donation Date")
    assert not said["day_form"] and not said["decimal"]
    said = {k: getattr(v, "pk", v) for k, v in said.items()}
    refused_page = client.post(f"{url}{moving.pk}/columns/", said, follow=True)
    assert "A day is written like: Look at the file" in refused_page.content.decode()
    assert GivingImport.objects.get().state == "asking"
    client.post(f"{url}{moving.pk}/columns/", {**said, **WRITTEN})
    taking_in.go_on(timezone.now())
    report = client.get(f"{url}{moving.pk}/report/").getvalue().decode()
    assert report.count("\n") == 11
    assert "amara" not in report.lower()
    client.post(f"{url}{moving.pk}/application/")
    while taking_in.go_on(timezone.now()):
        pass
    page = client.get(f"{url}{moving.pk}/change/").content.decode()
    assert "new, taken in" in page
    moving.refresh_from_db()
    assert moving.kept_as == ""


def test_what_nobody_decides_on_is_forgotten(finance_femi):
    moving = received(finance_femi, GIVEWP)
    taking_in.go_on(timezone.now() + taking_in.DECIDE_WITHIN * 2)
    moving.refresh_from_db()
    assert (moving.state, moving.kept_as) == ("dropped", "")
