"""How long the public copy lasts, and that nothing else of it changes by that."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stories.models import Edition
from stories.models.lasting import ITS_OWN
from tests.make_stories import make_published, make_story

pytestmark = pytest.mark.django_db
ZONE = "Australia/Sydney"


def words(edition: Edition) -> dict:
    fields = edition._meta.concrete_fields
    return {f.name: getattr(edition, f.attname) for f in fields} | dict.fromkeys(
        ITS_OWN
    )


def test_a_moved_end_makes_an_equal_edition_with_it(editor_esi):
    story, now = make_published(), timezone.now()
    before = story.live_edition
    end = story.plan_end(editor_esi, now + timedelta(days=1), ZONE, now)
    after = story.live_edition
    assert after.public_until == end.due_at
    assert words(after) == words(before)
    before.refresh_from_db()
    assert (before.ended_at, before.ended_reason) == (now, "replaced")


def test_an_end_that_stays_leaves_the_edition_alone():
    story = make_published()
    before = story.live_edition
    assert story.refreeze(timezone.now()) is None
    assert story.live_edition == before


def test_a_draft_has_nothing_to_last():
    assert make_story().refreeze(timezone.now()) is None


def test_readers_keep_finding_it_and_what_became_of_it(client, charity, editor_esi):
    story, now = make_published(), timezone.now()
    story.plan_end(editor_esi, now + timedelta(days=1), ZONE, now)
    address = f"/stories/{story.slug}/"
    assert client.get(address).status_code == 200
    story.withdraw(editor_esi, "moved", moved_to="/give/")
    assert client.get(address)["Location"] == "/give/"
