"""Into the portal by a mailed link or its code, and by nothing else."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from donations.letters import SIGN_IN
from donations.models import Donor, Pledge, SignInCode
from donations.models.sign_in_code import PURPOSE
from ijm import form_tokens, links
from ijm.models import OutgoingMail
from tests.make_donations import make_donor, make_payment, make_pledge

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


def ask(client: Client, address: str):
    token = form_tokens.mint("donor")
    return client.post("/donor/", {"email": address, "form_token": token})


def letter(donor: Donor) -> tuple[str, str]:
    """The path and the code of a letter as it is filled while being sent."""
    filled = SIGN_IN.fill(donor, {})
    path = "/donor/sign-in/" + str(filled["sign_in_link"]).split("/donor/sign-in/")[1]
    return path, str(filled["code"])


def is_in(client: Client) -> bool:
    return client.get("/donor/giving/").status_code == 200


def test_the_answer_is_the_same_for_every_address(client, amara):
    known = ask(client, "amara@example.org")
    stranger = ask(client, "nobod@example.org")
    assert known.status_code == stranger.status_code == 200
    same = stranger.content.replace(b"nobod@example.org", b"amara@example.org")
    assert known.content == same
    assert not known.cookies and not stranger.cookies
    assert OutgoingMail.objects.get().recipient == "amara@example.org"


def test_an_address_is_known_however_it_is_written(client, amara):
    ask(client, "  Amara@EXAMPLE.org ")
    assert OutgoingMail.objects.count() == 1


def test_letters_to_one_address_have_a_limit_nobody_can_see(client, amara):
    pages = {ask(client, "amara@example.org").content for _each in range(9)}
    assert len(pages) == 1
    assert OutgoingMail.objects.count() == 6


@pytest.mark.parametrize("address", ["", "amara", "a\0@example.org"])
def test_what_is_no_address_gets_a_sentence(client, address):
    answer = ask(client, address)
    assert answer.status_code == 422
    assert b"There is a problem" in answer.content


def test_a_form_not_printed_by_us_asks_once_more(client, amara):
    answer = client.post("/donor/", {"email": "amara@example.org"})
    assert answer.status_code == 422
    assert b"once more" in answer.content
    assert not OutgoingMail.objects.exists()


def test_a_scanner_that_opens_the_link_signs_nobody_in(amara):
    path, _code = letter(amara)
    scanner, visitor = Client(), Client()
    for method in (scanner.get, scanner.head, scanner.get):
        page = method(path)
        assert page.status_code == 200 and not page.cookies
    assert not is_in(scanner)
    amara.refresh_from_db()
    assert not amara.is_proved
    assert visitor.post(path).status_code == 303
    assert is_in(visitor)


def test_a_link_works_once(amara):
    path, _code = letter(amara)
    Client().post(path)
    second = Client().post(path)
    assert second.status_code == 410
    assert b"has been used already" in second.content


def test_a_link_works_for_an_hour(amara):
    with time_machine.travel(timezone.now() - timedelta(minutes=61)):
        path, _code = letter(amara)
    answer = Client().get(path)
    assert answer.status_code == 410 and b"has expired" in answer.content


@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 42 + "/../"])
def test_a_forged_link_opens_nothing(client, token):
    assert client.get(f"/donor/sign-in/{token}/").status_code == 404


def test_the_code_opens_the_portal_and_uses_up_the_link(client, amara):
    path, code = letter(amara)
    answer = client.post("/donor/code/", {"email": amara.email, "code": code})
    assert answer.status_code == 303 and is_in(client)
    assert Client().get(path).status_code == 410


def test_a_code_allows_five_tries(client, amara):
    _path, code = letter(amara)
    wrong = "000 000" if code != "000 000" else "111 111"
    for _each in range(5):
        answer = client.post("/donor/code/", {"email": amara.email, "code": wrong})
        assert answer.status_code == 422
    client.post("/donor/code/", {"email": amara.email, "code": code})
    assert not is_in(client)
    assert SignInCode.objects.get().tries == 5


def test_another_donors_code_opens_nothing(client, amara):
    _path, code = letter(make_donor(email="b@example.org"))
    client.post("/donor/code/", {"email": amara.email, "code": code})
    assert not is_in(client)


def test_only_hashes_are_kept(amara):
    path, code = letter(amara)
    row = SignInCode.objects.select_related("link").get()
    assert code.replace(" ", "").encode() not in bytes(row.digest)
    assert path.split("/")[-2].encode() not in bytes(row.link.digest)


def test_coming_in_proves_the_address_and_joins_what_was_typed(amara, as_donor):
    later = make_donor()
    gift = make_payment(later)
    pledge = make_pledge(donor=later)
    as_donor(amara)
    later.refresh_from_db()
    assert amara.is_proved and later.merged_into == amara
    assert Pledge.objects.get(pk=pledge.pk).donor == amara
    gift.refresh_from_db()
    assert gift.donor == later  # books are never rewritten


def test_a_row_proved_before_stands_and_the_new_one_joins_it(as_donor):
    old = make_donor(email_verified_at=timezone.now())
    new = make_donor(display_name="A. Okafor")
    client = as_donor(new)
    assert new.merged_into == old
    assert b"Amara Okafor" in client.get("/donor/giving/").content


def test_a_session_planted_before_is_not_the_donors(amara):
    client = Client(headers={"sec-fetch-site": "same-origin"})
    planted = client.session
    planted["planted"] = "yes"
    planted.save()
    token = links.mint(PURPOSE, amara, timedelta(hours=1))
    client.post(f"/donor/sign-in/{token}/")
    assert is_in(client)
    assert client.cookies["session"].value != planted.session_key


def test_leaving_closes_the_portal(amara, as_donor):
    client = as_donor(amara)
    assert client.post("/donor/sign-out/").status_code == 303
    assert not is_in(client)


def test_staff_who_leave_the_portal_stay_at_their_desk(amara, admin_amina):
    client = Client(headers={"sec-fetch-site": "same-origin"})
    client.force_login(admin_amina)
    token = links.mint(PURPOSE, amara, timedelta(hours=1))
    client.post(f"/donor/sign-in/{token}/")
    client.post("/donor/sign-out/")
    assert client.get("/admin/").status_code == 200


def test_every_page_tells_who_has_lost_the_address(client):
    page = client.get("/donor/").content.decode()
    assert re.search(r"no longer have that address", page)
