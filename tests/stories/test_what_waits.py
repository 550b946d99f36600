"""The desk as a to-do list: each line counts what its list then shows."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from stories.contributed.desk import LINES
from stories.firing import fire_planned_changes
from stories.models import Story
from tests.make_stories import make_photo, make_published, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
HOUR, ZONE = timedelta(hours=1), "Europe/London"


def waiting(client) -> dict[str, int]:
    """What the front page says, by the state of the list that the line opens."""
    page = client.get("/admin/").content.decode()
    lines = r'\?state=(\w+)">\s*<span class="desk__count">(\d+)<'
    return {state: int(count) for state, count in re.findall(lines, page)}


@pytest.fixture
def everything(settings, writer_wen, editor_esi, admin_amina) -> dict[str, Story]:
    """One story for each line, seen by Wen who writes and Esi who edits."""
    settings.TWO_PEOPLE_PUBLISH = True
    now, photo = timezone.now(), make_photo()
    kinds = (
        "returned commented reviewable own_review today ended alone own_alone".split()
    )
    made = {kind: make_story(by=writer_wen, title=kind) for kind in kinds}
    made["returned"].submit(writer_wen)
    made["returned"].send_back(editor_esi, "Which court?")
    made["commented"].comment(editor_esi, "Which court?", now)
    made["reviewable"].submit(writer_wen)
    made["own_review"].revise(editor_esi)
    made["own_review"].submit(writer_wen)
    made["today"].plan_publication(editor_esi, now + HOUR, ZONE, now)
    made["failed"] = make_story(by=writer_wen, hero=photo)
    made["failed"].plan_publication(editor_esi, now + HOUR, ZONE, now - HOUR)
    made["ended"].publish(editor_esi)
    made["ended"].plan_end(editor_esi, now + HOUR / 2, ZONE, now)
    made["alone"].revise(admin_amina)
    made["alone"].publish(admin_amina, alone_because="Court")
    made["own_alone"].revise(editor_esi)
    made["own_alone"].publish(editor_esi, alone_because="Court")
    photo.withdraw(editor_esi, "Asked us to")
    made["failed"].planned_changes.update(due_at=now + HOUR / 2)
    fire_planned_changes(now + HOUR / 2)
    return made


def test_each_person_sees_what_is_theirs(everything, signed_in, writer_wen, editor_esi):
    assert waiting(signed_in(writer_wen)) == {
        "failed": 1,
        "returned": 1,
        "commented": 1,
    }
    assert waiting(signed_in(editor_esi)) == {
        "failed": 1,
        "reviewable": 1,
        "today": 1,
        "ended": 1,
        "alone": 1,
    }


def test_each_line_opens_the_list_it_counted(everything, signed_in, request):
    for person in ("writer_wen", "editor_esi", "admin_amina"):
        client = signed_in(request.getfixturevalue(person))
        for state, count in waiting(client).items():
            page = client.get(f"/admin/stories/story/?state={state}").content.decode()
            assert page.count('class="field-state') == count, (person, state)


def test_handing_in_again_takes_it_off_the_list(everything, signed_in, writer_wen):
    everything["returned"].submit(writer_wen)
    assert "returned" not in waiting(signed_in(writer_wen))


def test_every_line_is_a_state_of_the_list(signed_in, editor_esi):
    make_published()
    client = signed_in(editor_esi)
    for state, *_words in LINES:
        assert client.get(f"/admin/stories/story/?state={state}").status_code == 200


def test_what_comes_and_where_one_left_off_keep_to_what_one_may_see(
    signed_in, writer_wen, editor_esi, django_assert_max_num_queries
):
    now = timezone.now()
    for title in ("First planned", "Kept to Wen"):
        story = make_story(by=writer_wen, title=title)
        story.revise(editor_esi)
        story.plan_publication(writer_wen, now + HOUR, ZONE, now)
    story.readers.add(writer_wen)
    wen, esi = signed_in(writer_wen), signed_in(editor_esi)
    page = wen.get("/admin/").content.decode()
    assert "“Kept to Wen” goes public in 1 h 0 min" in page
    page = esi.get("/admin/").content.decode()
    assert "First planned" in page and "Where you left off" in page
    assert "Kept to Wen" not in page
    with django_assert_max_num_queries(45):
        esi.get("/admin/")
