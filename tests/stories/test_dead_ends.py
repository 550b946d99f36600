"""Where a story may be said to have moved: only to what a reader can open."""

import pytest
from django.utils import timezone

from stories import dead_ends
from stories.dead_ends import dead_end
from stories.models import FormerAddress
from tests.make_stories import make_published, make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]
GOOD = (
    "/",
    "/stories/",
    "/give/?fund=boats",
    "https://example.org/new",
    "/search/?q=x",
)
REFUSED = {
    "": dead_ends.UNCLEAR,
    "stories/other/": dead_ends.UNCLEAR,
    "//evil.example/": dead_ends.UNCLEAR,
    "/\\evil.example/": dead_ends.UNCLEAR,
    "/\t/evil.example/": dead_ends.UNCLEAR,
    "javascript:alert(1)": dead_ends.UNCLEAR,
    "data:text/html,x": dead_ends.UNCLEAR,
    "http://example.org/": dead_ends.UNCLEAR,
    "https://": dead_ends.UNCLEAR,
    "https:///path": dead_ends.UNCLEAR,
    "https://example.org@evil.example/": dead_ends.UNCLEAR,
    "/no/such/page/at/all/": dead_ends.NOWHERE,
    "/stories/never-written/": dead_ends.NOWHERE,
    "/admin/stories/story/": dead_ends.BEHIND_SIGN_IN,
}


def test_it_leads_to_pages_that_are_there_and_to_nothing_else(settings):
    story, now = make_published(slug="gone-soon"), timezone.now()
    other = make_published(slug="still-here")
    draft = make_story(slug="a-draft")
    assert [each for each in GOOD if dead_end(each, story, now)] == []
    assert not dead_end(other.get_absolute_url(), story, now)
    wrong = [each for each, why in REFUSED.items() if dead_end(each, story, now) != why]
    assert wrong == []
    assert dead_end(draft.get_absolute_url(), story, now) == dead_ends.NOWHERE
    here = settings.SITE_URL + story.get_absolute_url()
    assert dead_end(here, story, now) == dead_ends.ITSELF


def test_it_never_leads_back_to_itself(editor_esi):
    story, now = make_published(slug="first-words"), timezone.now()
    story.revise(editor_esi, slug="second-words")
    story.publish(editor_esi)
    for slug in ("first-words", "second-words"):
        assert dead_end(f"/stories/{slug}/", story, now) == dead_ends.ITSELF


def test_two_stories_cannot_lead_to_each_other(editor_esi):
    one, two, now = make_published(), make_published(), timezone.now()
    one.withdraw(editor_esi, "moved", moved_to=two.get_absolute_url())
    two.withdraw(editor_esi, "error")
    assert dead_end(two.get_absolute_url(), one, now) == dead_ends.NOWHERE


def test_a_short_address_that_leads_on_will_do(editor_esi):
    FormerAddress.objects.create(slug="christmas", target="/give/")
    FormerAddress.objects.create(slug="burned", target="", burned_at=timezone.now())
    story, now = make_published(), timezone.now()
    assert not dead_end("/christmas/", story, now)
    assert dead_end("/burned/", story, now) == dead_ends.NOWHERE
