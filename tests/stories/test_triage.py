"""The triage desk: each arrival is decided on by a person, and nothing is deleted."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from stories.models import Arrival, Leftover, Story
from tests.make_stories import last_event, make_arrival, make_photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
DESK = "/admin/stories/arrival/"


def done(client, action: str, *arrivals: Arrival, **more) -> str:
    """What the desk says after an action on the ticked ones."""
    ticked = {"_selected_action": [each.pk for each in arrivals], "action": action}
    answer = client.post(f"{DESK}?decision=all", {**ticked, **more}, follow=True)
    return answer.content.decode()


@pytest.mark.parametrize(
    ("action", "decision"),
    [("keep", "kept"), ("throw_away", "thrown_away"), ("put_back", "")],
)
def test_many_are_decided_on_at_once(signed_in, editor_esi, action, decision):
    arrivals = [make_arrival(), make_arrival()]
    arrivals[1].keep(editor_esi, timezone.now())
    assert "2 stories decided on" in done(signed_in(editor_esi), action, *arrivals)
    assert set(Arrival.objects.values_list("decision", flat=True)) == {decision}
    assert Story.objects.count() == 2
    assert last_event(arrivals[0].story).kind == "triaged"


def test_one_is_handed_to_a_writer_who_finds_it_at_the_desk(
    signed_in, editor_esi, writer_wen
):
    arrival = make_arrival(title="The old boat")
    done(signed_in(editor_esi), "hand_on", arrival, writer=writer_wen.pk)
    desk = signed_in(writer_wen)
    assert (
        "Stories from the old site handed to you"
        in desk.get("/admin/").content.decode()
    )
    mine = desk.get(DESK, {"decision": "mine"}).content.decode()
    assert "The old boat" in mine and "handed to Wen Writer" in mine


def test_nobody_is_named_so_nothing_is_changed(signed_in, editor_esi):
    arrival = make_arrival()
    said = done(signed_in(editor_esi), "hand_on", arrival)
    assert "Choose the writer" in said
    assert Arrival.objects.get().decision == ""


def test_what_waits_stands_first_and_says_what_keeps_it(signed_in, editor_esi):
    photo = make_photo(recognisable="", alt="", title="Boat 7")
    arrival = make_arrival(title="The old boat", hero=photo)
    Leftover.objects.create(source="x", arrival=arrival, code="shortcode", words="map")
    make_arrival(title="Kept before").keep(editor_esi, timezone.now())
    page = signed_in(editor_esi).get(DESK).content.decode()
    assert "The old boat" in page and "Kept before" not in page
    assert "Say who can be recognised in the words" in page
    assert "Say who can be recognised in the photo “Boat 7”" in page
    assert "1 thing" in page
    read = signed_in(editor_esi).get(f"{DESK}{arrival.pk}/change/").content.decode()
    assert "A piece that a plug-in of the old site filled in." in read and "map" in read


def test_the_list_of_stories_is_not_flooded(signed_in, editor_esi):
    waiting, thrown, kept = (make_arrival(title=f"Old {n}") for n in range(3))
    thrown.throw_away(editor_esi, timezone.now())
    kept.keep(editor_esi, timezone.now())
    for state in ({}, {"state": "draft"}):
        page = (
            signed_in(editor_esi).get("/admin/stories/story/", state).content.decode()
        )
        assert "Old 2" in page and "Old 0" not in page and "Old 1" not in page
    assert waiting.story in Story.objects.all()


def test_what_was_thrown_away_cannot_be_published_until_it_is_put_back(editor_esi):
    from stories import freezing

    arrival = make_arrival(recognisable="nobody")
    arrival.throw_away(editor_esi, timezone.now())

    def problems():
        story = arrival.story
        return freezing.problems(story, story.latest_revision, timezone.now())

    assert [problem.code for problem in problems()] == ["thrown_away"]
    arrival.put_back(editor_esi, timezone.now())
    assert problems() == []


def test_what_is_public_is_not_thrown_away(signed_in, editor_esi):
    arrival = make_arrival(recognisable="nobody")
    arrival.story.publish(editor_esi)
    assert "withdraw it first" in done(signed_in(editor_esi), "throw_away", arrival)
    assert Arrival.objects.get().decision == ""
    assert not Arrival.objects.waiting().exists()


def test_a_writer_sees_the_desk_and_decides_nothing(signed_in, writer_wen):
    arrival = make_arrival()
    done(signed_in(writer_wen), "throw_away", arrival)
    assert Arrival.objects.get().decision == ""


def test_what_is_kept_to_a_few_is_not_on_the_desk_of_others(
    signed_in, editor_esi, admin_amina
):
    arrival = make_arrival(title="Sealed by a court")
    arrival.story.readers.add(admin_amina)
    page = signed_in(editor_esi).get(DESK, {"decision": "all"}).content.decode()
    assert "Sealed by a court" not in page
    done(signed_in(editor_esi), "throw_away", arrival)
    assert Arrival.objects.get().decision == ""


def test_the_database_knows_no_decision_of_nobody(editor_esi):
    arrival = make_arrival()
    for wrong in ({"decision": "kept"}, {"handed_to": editor_esi}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Arrival.objects.filter(pk=arrival.pk).update(**wrong)
