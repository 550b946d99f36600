"""Half an hour unused, and a session at the desk is over; its words are not."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from ijm import idling
from ijm.second_factor import passing
from tests.cast import PASSWORD
from tests.make_issues import make_issue
from tests.make_stories import make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
BY_A_BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ALMOST, TOO_LONG = timedelta(minutes=29), timedelta(minutes=31)


@pytest.fixture
def amina(admin_amina, signed_in) -> Client:
    return signed_in(admin_amina)


def after(span: timedelta):
    return time_machine.travel(timezone.now() + span)


def is_in(client: Client) -> bool:
    return client.get("/admin/").status_code == 200


def test_half_an_hour_unused_it_is_over(amina) -> None:
    assert is_in(amina)
    with after(TOO_LONG):
        assert amina.get("/admin/").headers["Location"].startswith("/admin/login/")
        assert not Session.objects.exists()


def test_the_time_begins_anew_with_each_use(amina) -> None:
    for minutes in range(29, 180, 29):
        with after(timedelta(minutes=minutes)):
            assert is_in(amina)


def test_a_day_is_the_longest_however_it_is_used(amina) -> None:
    session = amina.session
    with after(timedelta(hours=12, minutes=1)):
        session[idling.USED_AT] = timezone.now().timestamp()
        session.save()
        assert not is_in(amina)


def test_what_a_page_does_by_itself_is_no_use(amina, admin_amina) -> None:
    story, issue = make_story(by=admin_amina), make_issue()
    is_in(amina)
    with after(ALMOST):
        ping = {"ping": "1", "window": "w" * 22}
        kept = amina.post(f"/admin/stories/story/{story.pk}/buffer/", ping)
        moved = amina.get(f"/admin/newsletter/issue/{issue.pk}/progress/")
        assert (kept.status_code, moved.status_code) == (200, 200)
    with after(TOO_LONG):
        assert not is_in(amina)


def test_keeping_what_is_typed_is_a_use(amina, admin_amina) -> None:
    story = make_story(by=admin_amina)
    is_in(amina)
    with after(ALMOST):
        typed = {"window": "w" * 22, "number": "1", "title": "The night boat"}
        kept = amina.post(f"/admin/stories/story/{story.pk}/buffer/", typed)
        assert kept.status_code == 200, kept.content
    with after(TOO_LONG):
        assert is_in(amina)


def test_it_is_written_once_a_minute_at_most(amina) -> None:
    writes = []
    for seconds in (0, 20, 40, 70, 90):
        with after(timedelta(seconds=seconds)):
            before = Session.objects.get().session_data
            assert is_in(amina)
            writes.append(Session.objects.get().session_data != before)
    assert writes == [False, False, False, True, False]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("stories/story/add/", {"title": "The night boat"}),
        ("newsletter/issue/add/", {"title": "The night boat"}),
        ("stories/topic/add/", {"name": "The night boat"}),
    ],
)
def test_a_form_sent_too_late_is_given_back(amina, page: str, words) -> None:
    is_in(amina)
    with after(TOO_LONG):
        told = {**words, "old_password": "never shown"}
        answer = amina.post(f"/admin/{page}", told, headers=BY_A_BROWSER)
        said = answer.content.decode()
        assert answer.status_code == 403 and "no-store" in answer["Cache-Control"]
        assert 'value="The night boat"' in said and "never shown" not in said
        assert "/admin/login/?next=" in said
        assert not is_in(amina)


def test_a_new_password_begins_a_new_one(amina, admin_amina) -> None:
    with after(TOO_LONG):
        form = {"username": admin_amina.email, "password": PASSWORD}
        amina.post("/admin/login/", form)
        assert is_in(amina)


def test_elsewhere_one_is_a_stranger_too(amina, admin_amina) -> None:
    """Pages of visitors ask only whether somebody is through."""
    assert passing.is_through(amina.session, admin_amina)
    with after(TOO_LONG):
        assert not passing.is_through(amina.session, admin_amina)
