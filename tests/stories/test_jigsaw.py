"""Facts that together tell who somebody is are weighed by a reviewer, with a reason."""

import pytest
from django.utils import timezone

from stories.jigsaw import telltales_in
from stories.models import Telltale
from stories.models.publishing import NotPublishable
from tests.make_stories import last_event, make_place, make_story

pytestmark = pytest.mark.django_db

# What it tells, how that is written, and what could stand there instead.
TOLD = [
    ("age", "a 15-year-old", "15-year-old", "a teenager"),
    ("age", "She was aged twelve.", "aged twelve", "a child"),
    ("age", "when she was 24", "when she was 24", "in their twenties"),
    ("day", "on 17 May 2019 they", "17 May 2019", "May 2019"),
    ("day", "on May 17th, 2019,", "May 17th, 2019", "May 2019"),
    ("day", "2019-05-17", "2019-05-17", "2019"),
    ("place", "in Trapeang Thma village", "Trapeang Thma village", "the country"),
    ("place", "the commune of Bavet", "commune of Bavet", "the country"),
    (
        "court",
        "Kandal Provincial Court ruled",
        "Kandal Provincial Court",
        "a court",
    ),
    ("court", "case no. 104/2019", "case no. 104/2019", "a court"),
    ("school", "at Hun Neang School", "Hun Neang School", "a school"),
    ("relation", "Her uncle was arrested.", "Her uncle", "somebody"),
    ("relation", "They convicted her stepfather.", "convicted her stepfather", "some"),
    ("group", "of the Jarai tribe", "Jarai tribe", "leave"),
]
HARMLESS = """
In 2019 a court heard hundreds of cases. Her uncle cooked rice. In May, police were
trained. Fifteen lawyers came to the market. A girl of about that age went to school in
Cambodia. It took 13 years. The village slept; His town, The district court. The 2015
study of three places.
"""
ALL_THREE = "<p>The 15-year-old of Trapeang village was found on 17 May 2019.</p>"


@pytest.mark.parametrize(("kind", "text", "words", "instead"), TOLD)
def test_it_is_seen_and_something_coarser_offered(kind, text, words, instead) -> None:
    (found,) = telltales_in({"body": text})
    assert (found.kind, found.words) == (kind, words)
    assert str(found.instead).startswith(instead)


def test_what_anybody_could_be_is_passed_over() -> None:
    assert telltales_in({"body": HARMLESS}) == []


def test_a_place_of_ours_counts_unless_it_is_a_country() -> None:
    make_place("Cambodia")
    make_place("Southeast Asia")
    make_place("Svay Rieng")
    found = telltales_in({"body": "From Cambodia, Southeast Asia: Svay Rieng."})
    assert [each.words for each in found] == ["Svay Rieng"]


def test_staff_add_words_of_their_own() -> None:
    Telltale.objects.create(kind="place", words="Tonlé Sap")
    assert [each.kind for each in telltales_in({"body": "by the tonlé sap"})] == [
        "place"
    ]


def test_two_kinds_pass_and_three_are_weighed(editor_esi) -> None:
    two = make_story(body="<p>A 15-year-old, a 16-year-old, of Bavet village.</p>")
    assert two.publish(editor_esi)
    story = make_story(body=ALL_THREE)
    with pytest.raises(NotPublishable) as refused:
        story.publish(editor_esi)
    assert [(p.code, p.blocks) for p in refused.value.problems] == [("jigsaw", False)]
    assert "an exact age" in str(refused.value)


def test_the_reviewers_reason_stays_with_the_story(editor_esi, writer_wen) -> None:
    story = make_story(body=ALL_THREE)
    story.publish(editor_esi, weighed_because="She chose these words herself.")
    weighed = story.events.get(kind="weighed")
    assert weighed.why == "She chose these words herself."
    story.revise(writer_wen, title="A better headline")
    assert story.publish(editor_esi)
    story.revise(writer_wen, dek="Her uncle was arrested.")
    with pytest.raises(NotPublishable):
        story.publish(editor_esi)


def test_a_reason_that_helped_nothing_leaves_no_event(editor_esi) -> None:
    story = make_story(body=ALL_THREE, recognisable="")
    with pytest.raises(NotPublishable):
        story.publish(editor_esi, weighed_because="She chose them.")
    assert last_event(story).kind == "written"


def test_a_plan_is_weighed_when_it_is_made(editor_esi) -> None:
    from datetime import timedelta

    story, now = make_story(body=ALL_THREE), timezone.now()
    due = now + timedelta(days=1)
    with pytest.raises(NotPublishable):
        story.plan_publication(editor_esi, due, "UTC", now)
    story.plan_publication(editor_esi, due, "UTC", now, weighed_because="Hers.")
    assert story.planned_publication


def test_the_page_asks_for_the_reason_and_shows_what_would_be_safer(
    signed_in, editor_esi, charity
) -> None:
    story = make_story(body=ALL_THREE)
    desk = signed_in(editor_esi)
    url = f"/admin/stories/story/{story.pk}/publication/"
    assert "weighed_because" in desk.get(url).context["form"].fields
    assert desk.post(url).status_code == 422
    page = desk.get(f"/admin/stories/story/{story.pk}/names/").content.decode()
    assert "a teenager" in page
    assert desk.post(url, {"weighed_because": "They agreed."}).status_code == 302
    assert story.live_edition
