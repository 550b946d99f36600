"""One screen finds a person in every app, gives the copy, and erases."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from ijm.models import OutgoingMail
from ijm.second_factor import enrolling, time_codes
from newsletter.models import Subscriber
from tests.canary import sightings
from tests.every_row import every_row
from tests.make_donations import make_donor, make_gift
from tests.make_newsletter import join

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
PAGE = "/admin/one-person/"
LOCAL, NAME = "zenobia.quokka", "Zenobia Quokka"
ADDRESS = f"{LOCAL}@example.org"
ERASE = {"address": ADDRESS.upper(), "act": "erasure"}
WHY = "by letter, 3 May"


@pytest.fixture
def amina(admin_amina, signed_in):
    return signed_in(admin_amina)


@pytest.fixture
def zenobia():
    """She reads and gives."""
    join(ADDRESS, "stories")
    donor = make_donor(display_name=NAME, email=ADDRESS)
    make_gift(donor=donor)
    return donor


def seen() -> list[str]:
    """Where the address or the name stands in the database."""
    kept = {table: "\n".join(rows).encode() for table, rows in every_row().items()}
    return list(sightings((LOCAL, NAME), kept))


def test_it_says_which_parts_know_the_address(amina, zenobia) -> None:
    words = amina.post(PAGE, {"address": ADDRESS.title()}).content.decode()
    assert "donations: something is kept" in words
    assert "newsletter: something is kept" in words
    other = amina.post(PAGE, {"address": "nobody@example.org"}).content.decode()
    assert "newsletter: nothing is kept" in other


def test_the_copy_is_of_all_parts_and_on_record(amina, zenobia, admin_amina) -> None:
    answer = amina.post(PAGE, {"address": ADDRESS, "act": "copy"})
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    told = answer.json()
    assert told["newsletter"]["address"] == ADDRESS
    assert NAME in str(told["donations"])
    record = LogEntry.objects.get(user=admin_amina)
    assert "copy" in record.change_message
    assert LOCAL not in f"{record.object_repr} {record.change_message}"


def test_erased_they_are_gone_from_every_part(amina, zenobia, admin_amina) -> None:
    assert seen()
    assert b"Say how it was asked for" in amina.post(PAGE, ERASE).content
    assert Subscriber.objects.on_the_list().exists()
    assert amina.post(PAGE, {**ERASE, "note": WHY}).status_code == 302
    farewell = OutgoingMail.objects.get(letter="donor-erased")
    farewell.delete()  # it is posted and forgets; see the tests of giving
    assert seen() == []
    zenobia.refresh_from_db()
    assert zenobia.is_forgotten and not Subscriber.objects.on_the_list().exists()
    assert WHY in LogEntry.objects.get(user=admin_amina).change_message


def test_the_address_never_stands_in_one_of_ours(amina, zenobia) -> None:
    looked = amina.get(PAGE, {"address": ADDRESS}).content.decode()
    assert ADDRESS not in looked and 'method="post"' in looked


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_is_for_whoever_may_erase_in_every_app(
    finance_femi, newsletter_noor, signed_in, zenobia, method
) -> None:
    for person in (finance_femi, newsletter_noor):
        asked = getattr(signed_in(person), method)(PAGE, {**ERASE, "note": WHY})
        assert asked.status_code == 403
    zenobia.refresh_from_db()
    assert not zenobia.is_forgotten


def test_who_has_both_roles_may(finance_femi, newsletter_noor, signed_in) -> None:
    finance_femi.groups.add(*newsletter_noor.groups.all())
    assert signed_in(finance_femi).get(PAGE).status_code == 200


def test_it_wants_the_second_step_again(amina, zenobia, admin_amina, settings) -> None:
    settings.TWO_FACTOR = True
    secret, now = time_codes.new_secret(), timezone.now()
    code = time_codes.code(secret, time_codes.step_at(now))
    enrolling.add_app(admin_amina, secret, code, now)
    session = amina.session
    session["second_step_at"] = (now - timedelta(minutes=40)).timestamp()
    session.save()
    for asked in (amina.get(PAGE), amina.post(PAGE, {**ERASE, "note": WHY})):
        assert asked.headers["Location"].startswith("/admin/second-step/")
    zenobia.refresh_from_db()
    assert not zenobia.is_forgotten
