"""A forgotten password is chosen anew by its owner, and the second step stays."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from ijm import letters, new_password
from ijm.models import OutgoingMail, StaffMember
from ijm.second_factor import enrolling, time_codes
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
ASK, WORD = "/admin/new-password/", "another password of Wen's own"
FORM = {"new_password1": WORD, "new_password2": WORD}


def path_in_the_mail(person: StaffMember) -> str:
    mail = OutgoingMail.objects.filter(letter=new_password.PURPOSE).latest("pk")
    assert mail.recipient == person.email
    words = letters.compose(mail).text.split()
    return "/admin" + next(each for each in words if ASK in each).partition("/admin")[2]


@pytest.fixture
def path(client: Client, charity, writer_wen) -> str:
    client.post(ASK, {"email": "WEN@example.org"})
    return path_in_the_mail(writer_wen)


def test_its_owner_chooses_another(path, client, writer_wen, signed_in) -> None:
    at_work = signed_in(writer_wen)
    assert client.get(path).status_code == 200
    assert client.post(path, FORM).headers["Location"] == "/admin/"
    writer_wen.refresh_from_db()
    assert writer_wen.check_password(WORD)
    assert at_work.get("/admin/").status_code == 302
    told = OutgoingMail.objects.filter(letter=enrolling.LETTER.name)
    assert told.get().extra["what"] == "password"


def test_the_second_step_stays(path, client, writer_wen, settings) -> None:
    settings.TWO_FACTOR = True
    secret, now = time_codes.new_secret(), timezone.now()
    code = time_codes.code(secret, time_codes.step_at(now))
    enrolling.add_app(writer_wen, secret, code, now)
    client.post(path, FORM)
    assert client.get("/admin/").headers["Location"].startswith("/admin/second-step/")
    own = client.get("/admin/my-sign-in/app/")
    assert own.headers["Location"].startswith("/admin/second-step/")


def test_it_opens_once_and_so_does_its_kin(path, client, writer_wen) -> None:
    client.post(ASK, {"email": writer_wen.email})
    other = path_in_the_mail(writer_wen)
    client.post(other, FORM)
    for used in (path, other):
        assert Client().post(used, FORM).status_code == 410


def test_it_holds_an_hour(path, client) -> None:
    with time_machine.travel(timedelta(minutes=61)):
        assert client.post(path, FORM).status_code == 410


def test_whoever_has_left_gets_none(path, client, writer_wen) -> None:
    StaffMember.objects.update(is_active=False)
    assert client.get(path).status_code == 410
    OutgoingMail.objects.all().delete()
    client.post(ASK, {"email": writer_wen.email})
    assert not OutgoingMail.objects.exists()


def test_nobody_learns_who_works_here(client, charity, writer_wen) -> None:
    known, unknown = (
        client.post(ASK, {"email": email})
        for email in (writer_wen.email, "nobody@example.org")
    )
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert OutgoingMail.objects.count() == 1
    tries = [
        client.post("/admin/login/", {"username": email, "password": "x" * 20}).content
        for email in (writer_wen.email, "who@example.org")
    ]
    shown = [re.sub(rb'(value="[^"]+")', b"", page) for page in tries]
    assert shown[0] == shown[1] and b"Please enter the correct" in shown[0]


def test_nobody_is_flooded_with_letters(client, charity, writer_wen) -> None:
    for _ in range(5):
        assert client.post(ASK, {"email": writer_wen.email}).status_code == 200
    assert OutgoingMail.objects.count() == 3


@pytest.mark.parametrize("word", ["short", "wen@example.org", "yfdbufnjh10305070"])
def test_a_weak_one_is_refused_and_the_link_stays(path, client, word) -> None:
    assert client.post(path, {"new_password1": word, "new_password2": word}).status_code
    assert not StaffMember.objects.get(email="wen@example.org").check_password(word)
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "word",
    ["å" * 64, "with spaces between words", "x1" * 60],
    ids=["letters", "spaces", "long"],
)
def test_long_ones_of_any_letters_are_welcome(path, client, word) -> None:
    """ASVS 6.2: 64 at least, no rules of composition, nothing cut off."""
    page = client.get(path).content.decode()
    assert "maxlength" not in page
    client.post(path, {"new_password1": word, "new_password2": word})
    wen = StaffMember.objects.get(email="wen@example.org")
    assert wen.check_password(word) and not wen.check_password(word[:-1])


# What a stolen session must not do


@pytest.fixture
def amina(admin_amina: StaffMember, client: Client, settings, charity) -> Client:
    """An administrator in production, whose second step is a while ago."""
    settings.TWO_FACTOR = True
    secret, now = time_codes.new_secret(), timezone.now()
    code = time_codes.code(secret, time_codes.step_at(now))
    enrolling.add_app(admin_amina, secret, code, now)
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.force_login(admin_amina)
    took(client, timedelta(minutes=20))
    return client


def took(client: Client, ago: timedelta) -> None:
    session = client.session
    session["second_step_at"] = (timezone.now() - ago).timestamp()
    session.save()


def test_rights_want_a_fresh_proof(amina, writer_wen) -> None:
    page = f"/admin/ijm/staffmember/{writer_wen.pk}"
    for place in (
        f"{page}/change/",
        f"{page}/leaving/",
        f"{page}/second-step/",
        "/admin/ijm/invitation/add/",
    ):
        assert amina.get(place).headers["Location"].startswith("/admin/second-step/")
    took(amina, timedelta(minutes=1))
    assert amina.get(f"{page}/change/").status_code == 200


def test_a_form_opened_in_time_may_take_a_while(amina, writer_wen) -> None:
    place, form = "/admin/ijm/invitation/add/", {"email": "a@example.org"}
    assert amina.post(place, form).status_code == 200
    took(amina, timedelta(minutes=31))
    answer = amina.post(place, form, headers={"Referer": f"http://testserver{place}"})
    assert answer.headers["Location"].startswith("/admin/second-step/?next=http")


def test_nobody_types_a_password_for_somebody_else(signed_in, admin_amina) -> None:
    page = f"/admin/ijm/staffmember/{admin_amina.pk}/password/"
    answer = signed_in(admin_amina).post(page, {"password1": PASSWORD})
    assert answer.status_code in {302, 404}
    admin_amina.refresh_from_db()
    assert admin_amina.check_password(PASSWORD)
