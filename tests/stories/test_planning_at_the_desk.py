"""The pages where a publication or an end is planned, changed and cancelled."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from stories.firing import fire_planned_changes
from tests.make_stories import make_photo, make_published, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clocks(charity):
    charity.change(further_zones=["Asia/Phnom_Penh", "Europe/London"])


def address(story, noun: str) -> str:
    return f"/admin/stories/story/{story.pk}/{noun}/"


def at(moment: datetime, zone: str = "Asia/Phnom_Penh", **more) -> dict:
    local = moment.astimezone(ZoneInfo(zone))
    words = {"day": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", "zone": zone}
    return {**words, **more}


def test_it_is_planned_in_the_zone_that_was_chosen(signed_in, editor_esi):
    story, client = make_story(), signed_in(editor_esi)
    due = (timezone.now() + DAY).replace(second=0, microsecond=0)
    asked = client.get(address(story, "planned-publication")).content.decode()
    assert "Phnom Penh" in asked and 'name="seen" value="1"' in asked
    answer = client.post(address(story, "planned-publication"), at(due), follow=True)
    page = answer.content.decode()
    assert story.planned_publication.due_at == due
    for words in ("Goes public in", "Phnom Penh", "London", "Sydney"):
        assert words in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            {"day": "2030-03-31", "time": "01:30", "zone": "Europe/London"},
            "put forward",
        ),
        ({"day": "2020-01-01", "time": "09:00", "zone": "Europe/London"}, "past"),
        ({"day": "soon", "time": "09:00", "zone": "Europe/London"}, "valid date"),
        ({"day": "2030-03-31", "time": "", "zone": "Europe/London"}, "required"),
        ({"day": "2030-03-31", "time": "09:00", "zone": "Mars"}, "valid choice"),
    ],
)
@pytest.mark.parametrize("noun", ["planned-publication", "planned-end"])
def test_a_time_that_cannot_be_is_refused(signed_in, editor_esi, noun, typed, sentence):
    story, good = make_published(), {"day": "2030-03-31", "time": "09:00"}
    answers = {**good, "zone": "Europe/London", **typed}
    answer = signed_in(editor_esi).post(address(story, noun), answers)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not story.planned_changes.exists()


def test_a_time_that_comes_twice_is_explained(signed_in, editor_esi):
    typed = {"day": "2030-10-27", "time": "01:30", "zone": "Europe/London"}
    client, story = signed_in(editor_esi), make_story()
    answer = client.post(address(story, "planned-publication"), typed, follow=True)
    assert "twice. The first is meant." in answer.content.decode()


def test_what_was_seen_is_pinned(signed_in, writer_wen, editor_esi):
    story = make_story(title="Seen")
    story.revise(writer_wen, title="Saved meanwhile")
    typed = at(timezone.now() + DAY, seen="1")
    client = signed_in(editor_esi)
    client.post(address(story, "planned-publication"), typed)
    assert story.planned_publication.revision["title"] == "Seen"
    page = client.get(address(story, "change")).content.decode()
    assert "up to revision 2, is not in it" in page
    assert "plan the newest instead" in page


def test_the_newest_can_be_planned_instead(signed_in, editor_esi):
    story, client = make_story(), signed_in(editor_esi)
    due = timezone.now() + DAY
    story.plan_publication(editor_esi, due, "Europe/London", timezone.now())
    story.revise(editor_esi, title="Newest")
    asked = client.get(address(story, "planned-publication")).content.decode()
    assert "Revision 1, as it was planned" in asked
    client.post(address(story, "planned-publication"), at(due, which="2", seen="2"))
    assert story.planned_publication.revision["title"] == "Newest"


def test_a_newer_text_is_not_published_unseen(signed_in, writer_wen, editor_esi):
    story, client = make_story(), signed_in(editor_esi)
    story.revise(writer_wen, title="Saved meanwhile")
    answer = client.post(address(story, "publication"), {"seen": "1"})
    page = answer.content.decode()
    assert "Somebody saved a newer text" in page
    assert 'name="seen" value="2"' in page
    assert client.post(address(story, "publication"), {"seen": "2"}).status_code == 302


def test_it_says_beforehand_what_will_stop_it(signed_in, editor_esi):
    photo = make_photo()
    story, now = make_story(hero=photo), timezone.now()
    story.plan_publication(editor_esi, now + DAY, "Europe/London", now)
    photo.withdraw(editor_esi, "Asked us to")
    page = signed_in(editor_esi).get(address(story, "change")).content.decode()
    assert "As things stand, it will not go public then" in page


def test_an_end_is_planned_and_cancelled_with_a_reason(signed_in, safeguarding_sol):
    story, client = make_published(), signed_in(safeguarding_sol)
    client.post(address(story, "planned-end"), at(timezone.now() + DAY))
    plan = story.planned_end
    cancel = address(story, f"plans/{plan.pk}/cancellation")
    assert client.post(cancel, {"why": ""}).status_code == 422
    client.post(cancel, {"why": "It is wanted longer"})
    plan.refresh_from_db()
    assert (plan.cancelled_by, story.planned_end) == (safeguarding_sol, None)
    assert client.get(cancel, follow=True).status_code == 200


def test_a_failure_is_seen_on_the_page_and_in_the_list(signed_in, editor_esi):
    photo = make_photo()
    story, now = make_story(hero=photo), timezone.now()
    story.plan_publication(editor_esi, now + DAY, "Europe/London", now)
    photo.withdraw(editor_esi, "Asked us to")
    fire_planned_changes(now + DAY)
    client = signed_in(editor_esi)
    page = client.get(address(story, "change")).content.decode()
    assert "It did not go public at" in page
    for query in ("", "?state=failed"):
        listed = client.get(f"/admin/stories/story/{query}").content.decode()
        assert "planned, but it failed" in listed
    planned = client.get("/admin/stories/story/?state=planned").content.decode()
    assert story.title not in planned
    cancel = address(story, f"plans/{story.failed_publication.pk}/cancellation")
    client.post(cancel, {"why": "Seen"})
    assert story.failed_publication is None
