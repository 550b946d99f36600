"""A draft kept to named readers: seen by them and by who guards, by nobody else."""

from datetime import UTC, datetime, timedelta

import pytest

from ijm.models import StaffMember
from stories.models import Story
from stories.models.embargo import Terms
from stories.models.publishing import NotPublishable
from tests.make_stories import last_event, make_photo, make_story
from tests.stories.test_at_the_desk import form_data

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, tzinfo=UTC)
PAST, SOON, LATER = (NOW + timedelta(days=days) for days in (-1, 1, 9))
VIEWS = "submission return publication approval withdrawal revisions preview".split()


@pytest.fixture
def kept(writer_wen) -> Story:
    """Only Wen is named."""
    story = make_story(by=writer_wen, title="Sealed by the court", hero=make_photo())
    story.readers.add(writer_wen)
    return story


def test_it_is_seen_by_its_readers_and_by_who_guards(
    kept, writer_wen, editor_esi, safeguarding_sol, admin_amina
):
    def seen(person: StaffMember) -> bool:
        found = Story.objects.visible_to(person).contains(kept)
        assert kept.is_visible_to(person) == found
        return found

    assert all(map(seen, (writer_wen, safeguarding_sol, admin_amina)))
    assert not seen(editor_esi)


def test_one_without_named_readers_is_seen_by_all(editor_esi):
    assert Story.objects.visible_to(editor_esi).contains(make_story())


def test_nobody_else_finds_it_anywhere(kept, signed_in, editor_esi):
    client = signed_in(editor_esi)
    for view in VIEWS:
        answer = client.get(f"/admin/stories/story/{kept.pk}/{view}/")
        assert answer.status_code == 404, view
    for view in ("change", "history"):
        answer = client.get(f"/admin/stories/story/{kept.pk}/{view}/?_popup=1")
        assert answer["Location"] == "/admin/", view
    choosing = "app_label=stories&model_name=story&field_name=translation_of"
    for address in (
        "/admin/stories/story/?q=Sealed",
        f"/admin/autocomplete/?term=Sealed&{choosing}",
        f"/admin/stories/photo/{kept.hero_id}/change/",
    ):
        page = client.get(address).content.decode()
        assert "Sealed by the court" not in page, address


def test_it_cannot_be_chosen_unseen(kept, signed_in, editor_esi):
    client, typed = signed_in(editor_esi), form_data(translation_of=kept.pk)
    page = client.post("/admin/stories/story/add/", typed).content.decode()
    assert "Select a valid choice" in page
    assert "Sealed by the court" not in page


def test_the_desk_does_not_count_it(kept, signed_in, editor_esi, writer_wen):
    kept.submit(writer_wen)
    desk = signed_in(editor_esi).get("/admin/").content.decode()
    assert "second pair of eyes" not in desk


def test_nobody_locks_themselves_out(signed_in, editor_esi, writer_wen):
    client, story = signed_in(editor_esi), make_story()
    address = f"/admin/stories/story/{story.pk}/change/"
    answer = client.post(address, form_data(story, readers=[writer_wen.pk]))
    assert "You would lock yourself out." in answer.content.decode()
    both = [writer_wen.pk, editor_esi.pk]
    assert client.post(address, form_data(story, readers=both)).status_code == 302
    assert set(story.readers.all()) == {writer_wen, editor_esi}


@pytest.mark.parametrize(
    ("before", "after", "loosened"),
    [
        (Terms(until=LATER), Terms(), True),
        (Terms(until=LATER), Terms(until=SOON), True),
        (Terms(until=SOON), Terms(until=LATER), False),
        (Terms(until=PAST), Terms(), False),
        (Terms(until_event="Verdict"), Terms(until=LATER), True),
        (Terms(readers=frozenset({1})), Terms(readers=frozenset({1, 2})), False),
        (Terms(readers=frozenset({1})), Terms(), True),
    ],
)
def test_what_loosens_an_embargo(before, after, loosened):
    assert after.loosen(before, NOW) == loosened


def test_whoever_set_it_cannot_lift_it(settings, signed_in, editor_esi, admin_amina):
    settings.TWO_PEOPLE_PUBLISH = True
    story = make_story()
    address = f"/admin/stories/story/{story.pk}/change/"
    esi, event = signed_in(editor_esi), {"embargo_until_event": "The verdict"}
    esi.post(address, form_data(story, **event))
    story.refresh_from_db()
    assert last_event(story).kind == "embargoed"
    answer = esi.post(address, form_data(story))
    assert "Ask a colleague to lift it." in answer.content.decode()
    signed_in(admin_amina).post(address, form_data(story))
    assert last_event(story).kind == "loosened"


def test_until_something_happens_nobody_publishes(editor_esi):
    story = make_story(embargo_until_event="The court lifts its order")
    with pytest.raises(NotPublishable, match="The court lifts its order"):
        story.publish(editor_esi)
