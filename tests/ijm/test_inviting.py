"""A colleague is invited by mail, and comes in by one press on one link."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from ijm import inviting, letters
from ijm.models import Invitation, Link, OutgoingMail, StaffMember
from tests.make_stories import make_story

pytestmark = pytest.mark.django_db
ADD = "/admin/ijm/invitation/add/"
NAME, WORD = "Rosa Lim", "a password of Rosa's own"
FORM = {"full_name": NAME, "new_password1": WORD, "new_password2": WORD}


@pytest.fixture
def amina(admin_amina, signed_in) -> Client:
    return signed_in(admin_amina)


def invite(amina: Client, email: str = "rosa@example.org", **more: str) -> Invitation:
    form = {"email": email, "role": "Editors", "time_zone": "Asia/Phnom_Penh", **more}
    assert amina.post(ADD, form).status_code == 302
    return Invitation.objects.get(email=email)


def path_in_the_mail(invitation: Invitation) -> str:
    mail = OutgoingMail.objects.filter(letter=inviting.PURPOSE).latest("pk")
    assert mail.recipient == invitation.email
    text = letters.compose(mail).text
    return next(line for line in text.split() if "/admin/invitation/" in line).split(
        "localhost:8000"
    )[-1]


@pytest.fixture
def path(amina, charity, settings) -> str:
    settings.SITE_URL = "http://localhost:8000"
    return path_in_the_mail(invite(amina))


def test_the_colleague_chooses_a_name_and_a_password(path, client) -> None:
    assert client.post(path, FORM).headers["Location"] == "/admin/my-sign-in/"
    rosa = StaffMember.objects.get(email="rosa@example.org")
    assert rosa.full_name == NAME and rosa.check_password(WORD)
    assert rosa.has_role("Editors") and not rosa.is_superuser
    assert rosa.time_zone == "Asia/Phnom_Penh"
    assert client.get("/admin/").status_code == 200


def test_in_production_the_second_step_comes_next(path, client, settings) -> None:
    settings.TWO_FACTOR = True
    client.post(path, FORM)
    assert client.get("/admin/").headers["Location"].startswith("/admin/second-step/")


def test_a_scanner_that_opens_the_link_changes_nothing(path, client) -> None:
    for _ in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code in {200, 405}
    assert Link.objects.get().consumed_at is None
    assert client.post(path, FORM).status_code == 302


def test_the_page_tells_other_sites_and_caches_nothing(path, client) -> None:
    answer = client.get(path)
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]


def test_it_opens_once(path, client) -> None:
    client.post(path, FORM)
    again = Client()
    assert again.get(path).status_code == 410
    assert again.post(path, FORM).status_code == 410
    assert StaffMember.objects.filter(email="rosa@example.org").count() == 1


def test_of_two_links_one_is_used(path, client, amina) -> None:
    invitation = Invitation.objects.get()
    rows = {"action": "send_again", "_selected_action": [invitation.pk]}
    amina.post("/admin/ijm/invitation/", rows)
    other = path_in_the_mail(invitation)
    assert other != path
    client.post(other, FORM)
    assert Client().post(path, FORM).status_code == 410


def test_it_holds_a_week(path, client) -> None:
    with time_machine.travel(timedelta(days=6, hours=23)):
        assert client.get(path).status_code == 200
    with time_machine.travel(timedelta(days=7, minutes=1)):
        answer = client.get(path)
        assert answer.status_code == 410 and b"expired" in answer.content


def test_a_withdrawn_one_opens_nothing(path, client, amina) -> None:
    rows = {"action": "withdraw", "_selected_action": [Invitation.objects.get().pk]}
    amina.post("/admin/ijm/invitation/", rows)
    assert client.post(path, FORM).status_code == 410
    assert not StaffMember.objects.filter(email="rosa@example.org").exists()
    invite(amina, role="Writers", email="other@example.org")


@pytest.mark.parametrize(
    "form",
    [
        {**FORM, "full_name": ""},
        {**FORM, "new_password2": "another password of hers"},
        {"full_name": NAME, "new_password1": "short", "new_password2": "short"},
        {**FORM, "new_password1": "rosa@example.org", "new_password2": ""},
    ],
)
def test_what_is_wrong_is_said_and_nothing_used_up(path, client, form) -> None:
    assert client.post(path, form).status_code == 422
    assert client.post(path, FORM).status_code == 302


def test_nobody_can_make_themselves_more_than_they_were_invited_for(
    path, client
) -> None:
    more = {"is_superuser": "on", "role": "administrator", "email": "evil@example.org"}
    client.post(path, {**FORM, **more})
    rosa = StaffMember.objects.get(full_name=NAME)
    assert (rosa.email, rosa.is_superuser) == ("rosa@example.org", False)


def test_whoever_is_here_is_not_invited(amina, writer_wen) -> None:
    answer = amina.post(ADD, {"email": "WEN@example.org", "role": "Editors"})
    assert answer.status_code == 200 and not Invitation.objects.exists()


def test_nobody_is_invited_twice_at_once(amina) -> None:
    invite(amina)
    answer = amina.post(ADD, {"email": "Rosa@Example.org", "role": "Writers"})
    assert answer.status_code == 200 and Invitation.objects.count() == 1


def test_an_address_that_never_came_is_forgotten(amina) -> None:
    invite(amina)
    assert inviting.forget_unanswered(timezone.now() + timedelta(days=36)) == 0
    assert inviting.forget_unanswered(timezone.now() + timedelta(days=38)) == 1


def test_staff_are_added_by_invitation_alone(amina) -> None:
    assert amina.get("/admin/ijm/staffmember/add/").status_code == 403


def test_plans_begin_with_a_persons_own_clocks(editor_esi, signed_in, charity) -> None:
    editor_esi.time_zone = "Asia/Phnom_Penh"
    editor_esi.save()
    story = make_story()
    page = signed_in(editor_esi).get(
        f"/admin/stories/story/{story.pk}/planned-publication/"
    )
    zones = [zone for zone, _city in page.context["form"].fields["zone"].choices]
    assert zones[:2] == ["Asia/Phnom_Penh", "Australia/Sydney"]


def test_the_desk_speaks_the_language_of_who_sits_there(
    editor_esi, signed_in, settings
) -> None:
    settings.LANGUAGES = [("en-au", "English"), ("fr", "French")]
    editor_esi.language = "fr"
    editor_esi.save()
    page = signed_in(editor_esi).get("/admin/password_change/")
    assert 'lang="fr"' in page.content.decode()
    assert 'lang="en-au"' in Client().get("/admin/login/").content.decode()
