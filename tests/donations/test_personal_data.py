"""A donor has a copy of everything, and goes for good while the books stay."""

import json
from datetime import date

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from donations import forgetting, personal_data
from donations.models import Donor, LedgerEntry, Payment, Pledge, Refund
from ijm import erasing, mail
from ijm.delivery import send_mail
from ijm.models import OutgoingMail
from tests.canary import sightings
from tests.every_row import every_row
from tests.make_donations import (
    at,
    aud,
    make_donor,
    make_gift,
    make_running_pledge,
    states_of,
)
from tests.make_newsletter import join

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
NAME, LOCAL, PLACE = "Zephyrine Quetzal", "zephyrine.quetzal", "Quetzalstrasse 7"
ADDRESS = f"{LOCAL}@example.org"
NOTE, PAGE, WHY = "Quetzalcheque", "/stories/quetzalpage/", "by telephone, Zephyrtime"
CANARIES = (NAME, LOCAL, PLACE, NOTE, PAGE, WHY)


@pytest.fixture(autouse=True)
def in_january():
    with time_machine.travel(at(date(2026, 1, 20))):
        yield


@pytest.fixture
def known(finance_femi) -> Donor:
    """Somebody who took every path of giving."""
    donor = make_donor(
        display_name=NAME,
        email=ADDRESS,
        postal_address=PLACE,
        email_verified_at=at(date(2026, 1, 1)),
    )
    make_gift(donor=donor, note=NOTE, source_path=PAGE)
    pledge = make_running_pledge(donor=donor, source_path=PAGE)
    pledge.change_amount(aud(4500), timezone.now(), finance_femi, WHY)
    donor.change(postal_address=f"{PLACE}a")
    double = make_donor(display_name=f"{NAME} again", email=ADDRESS)
    make_gift(donor=double, minor=700)
    double.merge_into(donor)
    mail.post("donor-sign-in", to=ADDRESS, about=donor, cause="test")
    LogEntry.objects.log_actions(finance_femi.pk, [donor], 2, single_object=True)
    return donor


def test_a_copy_holds_all_that_was_kept(known):
    told = json.dumps(personal_data.copy_of(known))
    for canary in CANARIES:
        assert canary in told
    assert "AUD 4500" in told and "$7" in told and "donor-sign-in" in told


def test_the_copy_tells_of_the_other_apps_too(known):
    join(ADDRESS, "stories")
    told = personal_data.copy_of(known)
    assert told[f"newsletter: {ADDRESS}"]["address"] == ADDRESS
    assert erasing.export(ADDRESS.upper())["donations"][0]["known as"]


def test_after_erasure_no_byte_is_left_but_in_the_last_letter(known):
    kept = {table: "\n".join(rows).encode() for table, rows in every_row().items()}
    seen = "\n".join(sightings(CANARIES, kept))
    for table in ("donor", "donorevent", "payment", "paymentevent", "pledgechange"):
        assert f"donations_{table}:" in seen, table
    with transaction.atomic():
        personal_data.erase_everywhere(known)
    last = OutgoingMail.objects.get(letter="donor-erased")
    assert last.recipient == ADDRESS
    send_mail(timezone.now())
    kept = {table: "\n".join(rows).encode() for table, rows in every_row().items()}
    assert list(sightings(CANARIES, kept)) == []
    last.refresh_from_db()
    assert (last.state, last.recipient, last.extra) == ("sent", "", {})


def test_the_last_letter_says_what_ended_and_what_is_kept(known):
    reference = known.pledges.get().reference
    personal_data.erase_everywhere(known)
    extra = OutgoingMail.objects.get(letter="donor-erased").extra
    assert extra["pledges"] == [reference]
    assert extra["kept_until"] == "2033-12-31"


def test_the_books_stay_and_nothing_more_is_expected(known):
    before = list(LedgerEntry.objects.order_by("pk").values())
    personal_data.erase_everywhere(known)
    assert list(LedgerEntry.objects.order_by("pk").values()) == before
    assert Payment.objects.settled().count() == 2
    pledge = Pledge.objects.get()
    assert (pledge.state, pledge.ended_reason) == ("cancelled", "erased")
    assert set(states_of(pledge)) == {"cancelled"}
    assert not Donor.objects.filter(forgotten_at=None).exists()


def test_a_refund_under_way_can_still_be_paid(known, finance_femi, admin_amina):
    payment = Payment.objects.settled().first()
    refund = Refund.objects.ask(payment, aud(100), "twice", finance_femi)
    if refund.is_to_approve:
        refund.approve(admin_amina, timezone.now())
    personal_data.erase_everywhere(known)
    refund.refresh_from_db()
    refund.pay(date(2026, 1, 20), "B-1")
    assert LedgerEntry.objects.filter(kind="refund").count() == 1


def test_erasing_twice_changes_nothing_and_writes_once(known):
    for _twice in range(2):
        personal_data.erase_everywhere(known)
        erasing.erase(ADDRESS)
        known.refresh_from_db()
    assert OutgoingMail.objects.filter(letter="donor-erased").count() == 1


def test_erasing_an_address_leaves_another_donor_joined_to_nothing(known):
    other = make_donor(display_name="Bel", email="bel@example.org")
    make_running_pledge(donor=other)
    erasing.erase(ADDRESS)
    other.refresh_from_db()
    assert other.email == "bel@example.org" and other.pledges.get().is_active


def test_the_address_of_a_joined_row_does_not_erase_whom_it_was_joined_to(known):
    typed = make_donor(display_name="Z.", email="shared@example.org")
    typed.merge_into(known)
    erasing.erase("shared@example.org")
    known.refresh_from_db()
    typed.refresh_from_db()
    assert typed.is_forgotten and not known.is_forgotten
    assert known.pledges.get().is_active


def test_what_only_somebody_else_typed_is_not_erased_with_a_donor(known):
    reader = join("shared@example.org", "stories")
    make_donor(email="shared@example.org").merge_into(known)
    personal_data.erase_everywhere(known)
    reader.refresh_from_db()
    assert reader.is_on_the_list


def test_the_database_keeps_no_data_of_somebody_erased(known):
    forgetting.erase(known, timezone.now())
    for column in ("display_name", "email", "postal_address"):
        with pytest.raises(IntegrityError, match="donor_forgotten_has_no_data"):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"UPDATE donations_donor SET {column} = 'x'")


def test_donors_take_a_copy_and_go_by_themselves(known, as_donor):
    inside = as_donor(known)
    told = inside.post("/donor/copy/")
    assert NAME in told.content.decode() and "attachment" in told["Content-Disposition"]
    page = inside.get("/donor/erasure/").content.decode()
    assert "31 December 2033" in page and known.pledges.get().reference in page
    refused = inside.post("/donor/erasure/")
    assert refused.status_code == 422 and b"Tick the box" in refused.content
    assert known.pledges.get().is_active
    other = as_donor(known)
    done = inside.post("/donor/erasure/", {"sure": "on"})
    assert "Your data is erased" in inside.get(done.url).content.decode()
    for client in (inside, other):  # other browsers are out as well
        assert client.get("/donor/giving/").url == "/donor/"


def test_strangers_take_nothing(known):
    for method, page in (("post", "copy"), ("get", "erasure"), ("post", "erasure")):
        assert getattr(Client(), method)(f"/donor/{page}/").url == "/donor/"
    known.refresh_from_db()
    assert not known.is_forgotten


def test_the_desk_gives_and_erases_on_request(known, finance_femi, signed_in):
    desk = signed_in(finance_femi)
    page = f"/admin/donations/donor/{known.pk}/"
    assert "Erase this person" in desk.get(f"{page}change/").content.decode()
    assert NAME in desk.post(f"{page}copy/").content.decode()
    assert b"Say how it was asked for" in desk.post(f"{page}erasure/").content
    desk.post(f"{page}erasure/", {"note": "by letter, 3 May"})
    known.refresh_from_db()
    assert known.is_forgotten
    record = LogEntry.objects.filter(user=finance_femi).latest("pk")
    assert "by letter, 3 May" in record.change_message and NAME not in str(record)
    assert desk.get(f"{page}change/").status_code == 200
    assert desk.post(f"{page}erasure/", {"note": "again"}).status_code == 404


def test_a_donor_without_an_address_can_have_and_be_erased_too(finance_femi, signed_in):
    donor = make_donor(display_name="Cheque Charlie", email="")
    page = f"/admin/donations/donor/{donor.pk}/"
    desk = signed_in(finance_femi)
    assert "Cheque Charlie" in desk.post(f"{page}copy/").content.decode()
    desk.post(f"{page}erasure/", {"note": "by letter"})
    donor.refresh_from_db()
    assert donor.is_forgotten and not OutgoingMail.objects.exists()
