"""A story with a protected name is not published; a common name can be accepted."""

import pytest
from django.utils import timezone

from ijm.models import StaffMember
from stories.models import NameAcceptance, RelatedLink, Story
from stories.models.publishing import NotPublishable
from stories.names.accepting import NeverAccepted, accept
from tests.make_names import make_name, matches_in
from tests.make_stories import make_photo, make_published, make_story, reference
from tests.stories.test_at_the_desk import form_data

pytestmark = pytest.mark.django_db
PLACES = {
    "title": {"title": "What Sok Dara saw"},
    "kicker": {"kicker": "Sok Dara"},
    "standfirst": {"dek": "Sok Dara tells."},
    "summary": {"card_summary": "Sok Dara tells."},
    "body": {"body": "<p>So<em>k Da</em>ra came.</p>"},
    "link in the body": {"body": '<p><a href="https://x.org/sok-dara">x</a></p>'},
    "address": {"slug": "what-sok-dara-saw"},
    "byline": {"byline": "Sok Dara"},
    "how it is told": {"how_told": "Sok Dara's name was changed."},
    "note on content": {"content_note": "About Sok Dara."},
    "case strip": {"case_strip": [{"label": "Name", "value": "Sok Dara"}]},
    "ask": {"ask": "own", "ask_heading": "Help", "ask_text": "Help Sok Dara."},
    "first published at": {"canonical_elsewhere": "https://x.org/sokdara"},
}


def refusals(story: Story, by: StaffMember) -> list[str]:
    with pytest.raises(NotPublishable) as refused:
        story.publish(by)
    return [problem.code for problem in refused.value.problems]


@pytest.mark.parametrize("place", PLACES)
def test_wherever_it_stands(editor_esi, place):
    make_name()
    story = make_story(**PLACES[place])
    assert refusals(story, editor_esi) == ["protected_name"]


@pytest.mark.parametrize("column", ["alt", "caption", "credit"])
def test_in_the_words_of_a_photo(editor_esi, column):
    make_name()
    photo = make_photo(**{column: "Sok Dara"})
    story = make_story(body=f"<p>One.</p>{reference(photo)}")
    assert refusals(story, editor_esi) == ["protected_name"]


def test_in_a_related_link(editor_esi):
    make_name()
    story = make_story()
    RelatedLink.objects.create(story=story, title="Sok Dara", url="https://x.org")
    story.revise(editor_esi)
    assert refusals(story, editor_esi) == ["protected_name"]


def test_the_sentence_may_be_kept_and_mailed_so_it_quotes_nothing(editor_esi):
    make_name()
    story = make_story(title="What SOK-DARA saw")
    with pytest.raises(NotPublishable) as refused:
        story.publish(editor_esi)
    assert str(refused.value).startswith("Headline: a protected name")
    assert "S-014" not in str(refused.value)


def test_a_common_name_waits_for_safeguarding(editor_esi, safeguarding_sol, signed_in):
    make_name("Grace")
    story = make_story(dek="The Grace Church opened its doors.")
    assert refusals(story, editor_esi) == ["protected_name"]
    desk = signed_in(safeguarding_sol)
    url = f"/admin/stories/story/{story.pk}/names/"
    choice = desk.get(url).context["form"].fields["accepted"].choices[0][0]
    desk.post(url, {"accepted": [choice], "why": "A church, not a person."})
    assert NameAcceptance.objects.get().by == safeguarding_sol
    assert story.publish(editor_esi)


def test_an_acceptance_holds_for_those_words_in_that_text_alone(safeguarding_sol):
    make_name("Grace")
    text, where = "The Grace Church opened its doors.", "story 1"
    accept(
        matches_in(text, where), where, safeguarding_sol, "A church.", timezone.now()
    )
    assert not matches_in(text, where)
    assert matches_in(text, "story 2")
    assert matches_in("Grace came to the church.", where)
    make_name("Grace", reference="S-015")
    assert [match.subject for match in matches_in(text, where)] == ["S-015"]


def test_a_full_name_is_never_accepted(safeguarding_sol):
    make_name()
    with pytest.raises(NeverAccepted):
        accept(matches_in("Sok Dara"), "", safeguarding_sol, "Another.", timezone.now())


def test_the_reason_must_not_hold_a_protected_name(safeguarding_sol, signed_in):
    make_name("Grace")
    make_name("Sok Dara")
    story = make_story(dek="The Grace Church.")
    desk = signed_in(safeguarding_sol)
    url = f"/admin/stories/story/{story.pk}/names/"
    choice = desk.get(url).context["form"].fields["accepted"].choices[0][0]
    answer = desk.post(url, {"accepted": [choice], "why": "Not Sok Dara’s aunt."})
    assert answer.status_code == 422
    assert not NameAcceptance.objects.exists()


def test_a_writer_sees_the_words_but_not_whose_and_accepts_nothing(
    writer_wen, signed_in
):
    make_name("Grace")
    story = make_story(dek="The Grace Church.")
    desk = signed_in(writer_wen)
    page = desk.get(f"/admin/stories/story/{story.pk}/names/").content.decode()
    assert "“Grace”" in page
    assert "S-014" not in page
    assert desk.post(f"/admin/stories/story/{story.pk}/names/").status_code == 403


def test_a_draft_is_kept_with_a_warning(writer_wen, signed_in, charity):
    make_name()
    typed = form_data(dek="Sok Dara tells.")
    desk = signed_in(writer_wen)
    answer = desk.post("/admin/stories/story/add/", typed, follow=True)
    assert Story.objects.get().dek == "Sok Dara tells."
    assert "cannot be published while protected names" in answer.content.decode()


def test_a_name_learnt_later_stops_the_next_edition(editor_esi):
    story = make_published(dek="Sok Dara tells.")
    make_name()
    assert refusals(story, editor_esi) == ["protected_name"]
