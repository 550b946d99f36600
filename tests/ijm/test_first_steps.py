"""An empty installation: who may come in, and what the desk says to do first."""

import logging
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from ijm import first_steps
from ijm.models import Invitation, StaffMember
from tests.make_stories import make_published

pytestmark = pytest.mark.django_db
FORM = {
    "full_name": "Amina Okafor",
    "new_password1": "a password of Amina's own",
    "new_password2": "a password of Amina's own",
}


@pytest.fixture
def path(capsys) -> str:
    call_command("invite_administrator", "amina@example.org")
    found = re.search(r"/admin/invitation/\S+", capsys.readouterr().out)
    assert found
    return found[0]


def test_the_one_link_makes_an_administrator(path, client, settings) -> None:
    settings.TWO_FACTOR = True
    assert client.post(path, FORM).headers["Location"] == "/admin/my-sign-in/"
    amina = StaffMember.objects.get()
    assert amina.is_superuser and amina.email == "amina@example.org"
    assert client.get("/admin/").headers["Location"].startswith("/admin/second-step/")
    assert Client().post(path, FORM).status_code == 410


def test_a_second_call_ends_the_first_link(path, client) -> None:
    call_command("invite_administrator", "Amina@example.org")
    assert client.get(path).status_code == 410
    assert Invitation.objects.filter(withdrawn_at=None).count() == 1


def test_nobody_from_outside_can_claim_an_empty_installation(client) -> None:
    """No page of it makes a person; the door says what whoever installs it does."""
    page = client.get("/admin/login/").content.decode()
    assert first_steps.HOW in page and "/admin/invitation/" not in page
    for place in ("/admin/", "/admin/my-sign-in/", "/admin/ijm/invitation/add/"):
        client.post(place, {**FORM, "email": "evil@example.org", "role": "Editors"})
    assert client.post(f"/admin/invitation/{'x' * 43}/", FORM).status_code == 410
    assert not StaffMember.objects.exists()


def test_the_door_says_nothing_once_somebody_is_here(client, plain_pia) -> None:
    assert first_steps.HOW not in client.get("/admin/login/").content.decode()


def test_the_web_server_says_how_to_begin_and_gives_nothing_away(
    caplog, admin_amina
) -> None:
    with caplog.at_level(logging.WARNING):
        first_steps.say_how_to_begin()
        assert not caplog.records
        StaffMember.objects.all().delete()
        first_steps.say_how_to_begin()
    assert first_steps.HOW in caplog.text and "/admin/invitation/" not in caplog.text


def test_who_is_here_is_not_made_an_administrator(plain_pia) -> None:
    for address in ("PIA@example.org", "no address"):
        with pytest.raises(CommandError):
            call_command("invite_administrator", address)
    assert not Invitation.objects.exists()


def steps(client) -> dict[str, bool]:
    shown = client.get("/admin/").context["first_steps"]
    return {each.step.name: each.done for each in shown}


def test_the_desk_leads_through_the_first_steps(
    signed_in, admin_amina, writer_wen, request
) -> None:
    StaffMember.objects.filter(pk=writer_wen.pk).delete()
    amina = signed_in(admin_amina)
    assert steps(amina) == {"settings": False, "colleague": False, "story": False}
    request.getfixturevalue("charity")
    assert steps(amina)["settings"]
    Invitation.objects.create(
        email="esi@example.org", role="Editors", invited_by=admin_amina
    )
    assert steps(amina) == {"settings": True, "colleague": True, "story": False}
    make_published()
    assert steps(amina) == {}


def test_the_first_settings_want_names_alone(signed_in, admin_amina) -> None:
    page = signed_in(admin_amina).get("/admin/ijm/sitesettings/add/")
    form = page.context["adminform"].form
    empty = {
        name
        for name, field in form.fields.items()
        if field.required and not form.get_initial_for_field(field, name)
    }
    assert empty == {"name", "legal_name", "email"}


def test_a_step_leads_back_to_the_next(signed_in, admin_amina, charity) -> None:
    form = {"email": "rosa@example.org", "role": "Editors"}
    amina, add = signed_in(admin_amina), "/admin/ijm/invitation/add/"
    assert amina.post(add, form).headers["Location"] == "/admin/"
    make_published()
    more = {"email": "lim@example.org", "role": "Writers"}
    assert amina.post(add, more).headers["Location"] == "/admin/ijm/invitation/"


def test_only_administrators_are_led(signed_in, editor_esi) -> None:
    assert steps(signed_in(editor_esi)) == {}
