"""An e-mail address changes only by whoever reads both boxes, or after a wait."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from donations import moving_address, personal_data
from donations.address_letters import LEAVING, NEW
from donations.models import AddressMove, Donor
from donations.models.sign_in_code import PURPOSE
from ijm import erasing, form_tokens, links
from ijm.models import OutgoingMail
from tests.make_donations import make_donor, make_running_pledge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
NEW_BOX = "amara.new@example.org"
TOLD = {"old": "amara@example.org", "new": NEW_BOX, "told": "FP-7K3Q9M-P"}


def letters_to(address: str) -> list[str]:
    found = OutgoingMail.objects.filter(recipient=address).order_by("pk")
    return list(found.values_list("letter", flat=True))


def path_in(letter, move, tag: str) -> str:
    filled = str(letter.fill(move, {})[tag])
    return "/donor/" + filled.partition("/donor/")[2]


def confirm_path(move: AddressMove) -> str:
    return path_in(NEW, move, "confirm_link")


def stop_path(move: AddressMove) -> str:
    return path_in(LEAVING, move, "stop_link")


@pytest.fixture
def inside(amara, as_donor) -> Client:
    return as_donor(amara)


@pytest.fixture
def move(amara, finance_femi) -> AddressMove:
    """Begun at the desk, and held."""
    now = timezone.now()
    return moving_address.begin_at_desk(amara, NEW_BOX, now, finance_femi, "a call")


def test_the_new_box_confirms_and_the_old_one_is_told(inside, amara):
    page = inside.post("/donor/new-address/", {"email": NEW_BOX})
    assert "new mailbox" in inside.get(page.url).content.decode()
    assert letters_to("amara@example.org") == ["address-leaving"]
    assert letters_to(NEW_BOX) == ["address-new"]
    amara.refresh_from_db()
    assert amara.email == "amara@example.org"
    path = confirm_path(AddressMove.objects.get())
    scanner = Client()
    for method in (scanner.get, scanner.head, scanner.get):
        assert method(path).status_code == 200
    amara.refresh_from_db()
    assert amara.email == "amara@example.org"
    assert b"Your address is changed" in Client().post(path).content
    amara.refresh_from_db()
    assert amara.email == NEW_BOX and amara.is_proved
    assert Client().post(path).status_code == 410


@pytest.mark.parametrize("proved", [True, False])
def test_another_donors_address_gets_the_same_answer(inside, amara, proved):
    when = timezone.now() if proved else None
    other = make_donor(display_name="Bel", email=NEW_BOX, email_verified_at=when)
    free = Client(headers={"sec-fetch-site": "same-origin"})
    free.cookies = inside.cookies
    taken = inside.post("/donor/new-address/", {"email": NEW_BOX})
    page = inside.get("/donor/details/").content.replace(NEW_BOX.encode(), b"?")
    unknown = free.post("/donor/new-address/", {"email": "free@example.org"})
    assert (taken.status_code, taken.url) == (unknown.status_code, unknown.url)
    other_page = free.get("/donor/details/").content
    assert page == other_page.replace(b"free@example.org", b"?")
    expected = ["address-taken"] if proved else ["address-new"]
    assert letters_to(NEW_BOX) == expected
    other.refresh_from_db()
    assert other.email == NEW_BOX and other.is_standing


def test_whoever_proves_an_address_first_keeps_it(inside, amara):
    inside.post("/donor/new-address/", {"email": NEW_BOX})
    path = confirm_path(AddressMove.objects.get())
    other = make_donor(email=NEW_BOX, email_verified_at=timezone.now())
    assert Client().post(path).status_code == 410
    amara.refresh_from_db()
    other.refresh_from_db()
    assert amara.email == "amara@example.org" and other.is_standing
    assert AddressMove.objects.get().is_open


def test_what_was_typed_with_the_new_address_joins(inside, amara):
    typed = make_donor(email=NEW_BOX)
    pledge = make_running_pledge(donor=typed)
    inside.post("/donor/new-address/", {"email": NEW_BOX})
    Client().post(confirm_path(AddressMove.objects.get()))
    pledge.refresh_from_db()
    assert pledge.donor == amara


def test_links_in_the_old_box_open_nothing_afterwards(inside, amara):
    token = links.mint(PURPOSE, amara, timedelta(hours=1))
    inside.post("/donor/new-address/", {"email": NEW_BOX})
    Client().post(confirm_path(AddressMove.objects.get()))
    assert Client().post(f"/donor/sign-in/{token}/").status_code == 404


def test_the_old_box_can_stop_it(inside, amara):
    inside.post("/donor/new-address/", {"email": NEW_BOX})
    move = AddressMove.objects.get()
    confirm, stop = confirm_path(move), stop_path(move)
    assert Client().get(stop).status_code == 200
    assert AddressMove.objects.open().exists()
    assert b"Nothing is changed" in Client().post(stop).content
    assert Client().post(confirm).status_code == 410
    amara.refresh_from_db()
    assert amara.email == "amara@example.org"


@pytest.mark.parametrize(
    "typed", ["", "x", "a\0@example.org", "AMARA@example.org", "amara@example.org"]
)
def test_what_is_no_new_address_gets_a_sentence(inside, typed):
    answer = inside.post("/donor/new-address/", {"email": typed})
    assert answer.status_code == 422 and b"There is a problem" in answer.content
    assert not AddressMove.objects.exists()


def test_letters_to_new_addresses_have_a_limit_nobody_can_see(inside):
    for number in range(8):
        answer = inside.post("/donor/new-address/", {"email": f"n{number}@example.org"})
        assert answer.status_code == 303
    assert OutgoingMail.objects.filter(letter="address-new").count() == 5


def test_at_the_desk_the_old_box_is_told_and_the_new_one_waits(move):
    assert letters_to("amara@example.org") == ["address-leaving"]
    assert letters_to(NEW_BOX) == []
    with time_machine.travel(timezone.now() + timedelta(hours=71)):
        assert moving_address.go_on(timezone.now()) == 0
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        assert moving_address.go_on(timezone.now()) == 1
        assert moving_address.go_on(timezone.now()) == 0
    assert letters_to(NEW_BOX) == ["address-new"]


def test_a_second_person_need_not_wait(move, finance_femi, admin_amina, signed_in):
    url = f"/admin/donations/addressmove/{move.pk}/amend/agreement/"
    refused = signed_in(finance_femi).post(url)
    assert refused.status_code == 422 and b"Somebody else must" in refused.content
    assert letters_to(NEW_BOX) == []
    assert signed_in(admin_amina).post(url).status_code == 302
    assert letters_to(NEW_BOX) == ["address-new"]


def test_the_database_holds_it_whatever_the_code_says(move, finance_femi):
    now = timezone.now()
    refusals = {
        "address_move_held": {"link_sent_at": now},
        "address_move_by_two_people": {"approved_by": finance_femi},
        "address_move_by_staff_has_hold": {"hold_until": None},
        "address_move_done_was_proved": {"done_at": now},
        "address_move_ended_has_reason": {"ended_at": now},
        "address_move_of_somebody": {
            "donor": None,
            "by": None,
            "link_sent_at": now,
        },
    }
    for name, columns in refusals.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            AddressMove.objects.filter(pk=move.pk).update(**columns)
    with pytest.raises(IntegrityError, match="address_move_one_open"):
        with transaction.atomic():
            AddressMove.objects.create(donor=move.donor, new_email="x@example.org")


def tell(client: Client, **changed: str):
    token = form_tokens.mint("donor-lost")
    answers = {**TOLD, "form_token": token, **changed}
    return client.post("/donor/lost-address/", answers)


def test_a_lost_address_is_looked_into_by_a_person(
    client, amara, finance_femi, signed_in
):
    page = tell(client)
    stranger = tell(Client(), old="nobody@example.org")
    assert (
        page.content == stranger.content and b"A person looks into it" in page.content
    )
    assert not OutgoingMail.objects.exists()
    desk = signed_in(finance_femi)
    assert b"lost their address" in desk.get("/admin/").content
    move = AddressMove.objects.get(old_email="amara@example.org")
    url = f"/admin/donations/addressmove/{move.pk}/amend/identification/"
    answers = {"whose": "nobody", "reason": "compared two gifts"}
    assert b"We know nobody" in desk.post(url, answers).content
    pledge = make_running_pledge(donor=amara)
    answers["whose"] = pledge.reference.lower()
    assert desk.post(url, answers).status_code == 302
    assert letters_to("amara@example.org") == ["address-leaving"]
    assert letters_to(NEW_BOX) == []
    move.refresh_from_db()
    assert move.donor == amara and move.is_held


def test_lost_addresses_have_a_limit_and_a_form_of_ours(client, amara):
    assert tell(client, form_token="").status_code == 422
    pages = {tell(client).content for _each in range(12)}
    assert len(pages) == 1 and AddressMove.objects.count() == 10


def test_a_refused_stranger_is_forgotten(client, amara):
    tell(client)
    move = AddressMove.objects.get()
    moving_address.end(move, AddressMove.REFUSED, timezone.now())
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        moving_address.go_on(timezone.now())
    assert not AddressMove.objects.exists()
    assert not AddressMove.pgh_event_model.objects.exists()


def test_nobody_confirms_after_two_weeks(move, amara):
    path = confirm_path(move)
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        moving_address.go_on(timezone.now())
        move.refresh_from_db()
        assert move.ended_reason == "expired"
        assert Client().post(path).status_code == 410


def test_moves_are_copied_and_erased_with_their_donor(move, amara):
    assert NEW_BOX in str(personal_data.copy_of(amara))
    personal_data.erase_everywhere(amara)
    assert not AddressMove.objects.exists()
    assert not OutgoingMail.objects.filter(recipient=NEW_BOX).exists()


def test_a_stranger_is_erased_by_address(client):
    tell(client)
    erasing.erase(NEW_BOX.upper())
    assert not AddressMove.objects.exists() and not Donor.objects.exists()
