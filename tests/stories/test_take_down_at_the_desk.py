"""The wizard: one page that leads an officer from the first look to the last box."""

import pytest
from django.utils import timezone

from stories.models import TakeDown
from stories.takedown import erasing
from stories.takedown.elsewhere import ELSEWHERE
from tests.make_names import make_name, make_subject
from tests.make_stories import make_published, make_story
from tests.make_takedowns import begin_take_down, look

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
LIST = "/admin/stories/takedown/"


@pytest.fixture
def desk(safeguarding_sol, signed_in):
    return signed_in(safeguarding_sol)


def case_of() -> TakeDown:
    return TakeDown.objects.get()


def page(desk) -> str:
    return desk.get(f"{LIST}{case_of().pk}/change/").content.decode()


def press(desk, noun: str, **typed: object):
    return desk.post(f"{LIST}{case_of().pk}/{noun}/", typed, follow=True)


def test_from_the_first_look_to_the_last_box(desk, signed_in, admin_amina):
    story = make_published(title="The one", dek="Sok Dara tells.")
    make_name()
    desk.post(f"{LIST}add/", {"subject": make_subject().pk, "why": "She asked."})
    look()
    assert story.get_absolute_url() in page(desk)
    press(desk, "withdrawal")
    assert "Nothing on this list is public" in page(desk)
    press(desk, "redaction", scope="names")
    assert "must agree" in page(desk)
    signed_in(admin_amina).post(f"{LIST}{case_of().pk}/redaction/", {"agree": "yes"})
    erasing.erase(timezone.now())
    assert "stories.Edition: 1" in page(desk)
    assert "each box" in press(desk, "end").content.decode()
    for each in ELSEWHERE:
        press(desk, "tick", step=each.name, note="Done.")
    press(desk, "end")
    assert case_of().ended_at


def test_whoever_asked_cannot_agree(desk):
    make_published(dek="Sok Dara tells.")
    make_name()
    begin_take_down()
    press(desk, "withdrawal")
    press(desk, "redaction", scope="names")
    assert "Ask a colleague" in press(desk, "redaction", agree="yes").content.decode()
    assert case_of().redaction_agreed_at is None


def test_nothing_is_erased_before_it_is_down(desk):
    begin_take_down()
    answer = press(desk, "redaction", scope="names")
    assert "Take it down first" in answer.content.decode()


def test_what_is_missing_is_added_by_its_number(desk):
    story = make_story(title="By a changed name")
    begin_take_down()
    press(desk, "listing", story=story.pk)
    assert "added by hand" in page(desk)
    assert "no story or photo" in press(desk, "listing", story=0).content.decode()


def test_somebody_elses_is_left_alone(desk):
    make_published(dek="Sok Dara, the minister, spoke.")
    make_name()
    case = begin_take_down()
    press(desk, "listing", item=case.items.get().pk, theirs="no")
    press(desk, "withdrawal")
    assert not case.items.get().done


def test_a_note_must_not_hold_the_name(desk):
    make_name()
    begin_take_down()
    press(desk, "tick", step="search", note="Asked for Sok Dara")
    assert case_of().steps.get(name="search").done_at is None


def test_a_second_one_of_the_same_person_is_refused_in_a_sentence(desk):
    begin_take_down()
    answer = desk.post(
        f"{LIST}add/", {"subject": make_subject().pk, "why": "Once more."}
    )
    assert "is under way" in answer.content.decode()


def test_it_waits_at_the_desk_until_it_is_finished(desk):
    begin_take_down()
    assert "Take-downs that are not finished" in desk.get("/admin/").content.decode()
