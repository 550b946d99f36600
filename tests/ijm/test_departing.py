"""A lost telephone, and a farewell: by another administrator, with a reason."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.utils import timezone

from ijm.models import AuthenticatorApp, Invitation, OutgoingMail, StaffMember
from ijm.second_factor import enrolling, recovery, time_codes
from tests.make_stories import make_story

pytestmark = pytest.mark.django_db
WHY = {"note": "by telephone, 3 May; called back"}


@pytest.fixture
def amina(admin_amina, signed_in):
    return signed_in(admin_amina)


@pytest.fixture
def wen(writer_wen) -> StaffMember:
    """Wen, with an app and codes on paper."""
    secret, now = time_codes.new_secret(), timezone.now()
    code = time_codes.code(secret, time_codes.step_at(now))
    enrolling.add_app(writer_wen, secret, code, now)
    recovery.renew(writer_wen, now)
    return writer_wen


def verb(person: StaffMember, noun: str) -> str:
    return f"/admin/ijm/staffmember/{person.pk}/{noun}/"


def is_in(client) -> bool:
    return client.get("/admin/").status_code == 200


def test_a_lost_telephone_opens_nothing_any_more(amina, wen, signed_in) -> None:
    at_work = signed_in(wen)
    page = f"/admin/ijm/staffmember/{wen.pk}/change/"
    assert b"Lost telephone" in amina.get(page).content
    assert amina.post(verb(wen, "second-step"), WHY).status_code == 302
    wen.refresh_from_db()
    assert wen.second_factor_since is None and not recovery.left(wen)
    assert not AuthenticatorApp.objects.exists()
    assert at_work.get("/admin/").headers["Location"].startswith("/admin/login/")
    assert b"Lost telephone" not in amina.get(page).content


def test_it_is_on_record_and_told(amina, wen, admin_amina) -> None:
    amina.post(verb(wen, "second-step"), WHY)
    entry = LogEntry.objects.filter(user=admin_amina).latest("pk")
    assert entry.object_id == str(wen.pk) and WHY["note"] in entry.change_message
    told = OutgoingMail.objects.filter(recipient=wen.email).latest("pk")
    assert told.extra["what"] == "reset"


def test_it_wants_a_reason(amina, wen) -> None:
    assert amina.post(verb(wen, "second-step"), {"note": ""}).status_code == 200
    assert AuthenticatorApp.objects.exists()


@pytest.mark.parametrize("noun", ["second-step", "leaving"])
def test_nobody_does_it_to_themselves(amina, admin_amina, noun) -> None:
    answer = amina.post(verb(admin_amina, noun), WHY, follow=True)
    assert b"Another administrator" in answer.content
    admin_amina.refresh_from_db()
    assert admin_amina.is_active


def test_whoever_leaves_is_out_at_once_and_stays_in_the_history(
    amina, wen, signed_in, editor_esi
) -> None:
    story, at_work = make_story(by=wen), signed_in(wen)
    assert amina.post(verb(wen, "leaving"), {**WHY, "to": editor_esi.pk}).status_code
    wen.refresh_from_db()
    assert not wen.is_active and not is_in(at_work)
    assert story.events.filter(by=wen, kind="written").exists()
    assert LogEntry.objects.filter(change_message__contains=WHY["note"]).exists()


def test_their_stories_are_somebody_elses_now(amina, wen, editor_esi) -> None:
    story = make_story(by=wen)
    page = amina.get(verb(wen, "leaving")).content.decode()
    assert "Stories: 1" in page
    amina.post(verb(wen, "leaving"), {**WHY, "to": editor_esi.pk})
    assert editor_esi in story.authors
    assert list(type(story).objects.written_by(editor_esi)) == [story]
    event = story.events.filter(kind="taken").get()
    assert str(wen) in event.why and "Amina" in event.why


def test_a_story_that_was_sent_back_waits_for_the_next(
    amina, wen, editor_esi, newsletter_noor
) -> None:
    story = make_story(by=wen)
    story.submit(wen)
    story.send_back(editor_esi, "Which court?")
    amina.post(verb(wen, "leaving"), {**WHY, "to": editor_esi.pk})
    returned = type(story).objects.returned_to
    assert list(returned(editor_esi)) == [story] and not returned(wen).exists()


def test_a_story_kept_to_readers_is_left_for_a_person(amina, wen, editor_esi) -> None:
    story = make_story(by=wen)
    story.readers.add(wen)
    form = {**WHY, "to": editor_esi.pk}
    answer = amina.post(verb(wen, "leaving"), form, follow=True)
    assert b"1 are kept to named readers" in answer.content
    assert editor_esi not in story.authors


def test_what_is_unfinished_needs_a_colleague(amina, wen) -> None:
    make_story(by=wen)
    assert b"Choose a colleague" in amina.post(verb(wen, "leaving"), WHY).content
    wen.refresh_from_db()
    assert wen.is_active


def test_whom_they_had_invited_does_not_come_in(amina, admin_amina, wen) -> None:
    second = StaffMember.objects.create_superuser("two@example.org", "x")
    Invitation.objects.create(
        email="friend@example.org", role="Editors", invited_by=second
    )
    amina.post(verb(second, "leaving"), WHY)
    assert Invitation.objects.get().withdrawn_at


def test_the_last_administrator_stays(wen, admin_amina) -> None:
    from ijm import departing

    with pytest.raises(departing.LastAdministrator):
        departing.let_go(admin_amina, None, wen, "…", timezone.now())


def form_of(person: StaffMember, **ticked: str) -> dict[str, str]:
    boxes = {"is_staff": "on", "is_superuser": "on" if person.is_superuser else ""}
    given = {"full_name": person.full_name, "email": person.email, **boxes, **ticked}
    return {name: value for name, value in given.items() if value}


def page_of(person: StaffMember) -> str:
    return f"/admin/ijm/staffmember/{person.pk}/change/"


def test_an_unticked_box_does_not_go_round_the_farewell(amina, wen) -> None:
    assert b'name="is_active"' not in amina.get(page_of(wen)).content
    answer = amina.post(page_of(wen), form_of(wen, full_name="Wen W."))
    wen.refresh_from_db()
    assert answer.status_code == 302 and wen.full_name == "Wen W." and wen.is_active


def test_whoever_comes_back_is_made_active_at_the_form(amina, wen) -> None:
    amina.post(verb(wen, "leaving"), WHY)
    assert amina.post(page_of(wen), form_of(wen, is_active="on")).status_code == 302
    wen.refresh_from_db()
    assert wen.is_active


@pytest.mark.parametrize("right", ["is_staff", "is_superuser"])
def test_the_only_administrator_keeps_the_key(amina, admin_amina, right) -> None:
    gone = StaffMember.objects.create_superuser("gone@example.org", "x")
    gone.is_active = False
    gone.save()
    without = form_of(admin_amina, **{right: ""})
    answer = amina.post(page_of(admin_amina), without)
    assert b"This is the only administrator" in answer.content
    admin_amina.refresh_from_db()
    assert getattr(admin_amina, right)
    StaffMember.objects.create_superuser("two@example.org", "x")
    assert amina.post(page_of(admin_amina), without).status_code == 302
    admin_amina.refresh_from_db()
    assert not getattr(admin_amina, right)


def test_from_the_server_for_the_only_administrator(wen, capsys) -> None:
    call_command("reset_second_step", wen.email.upper())
    wen.refresh_from_db()
    assert wen.second_factor_since is None
    assert wen.email not in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("reset_second_step", "nobody@example.org")
