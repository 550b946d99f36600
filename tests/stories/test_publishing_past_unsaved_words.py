"""Who publishes is told whose words are not in it, and never what they say."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from stories.models import Buffer
from tests.make_stories import make_story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charity")]


def typed(story, by, minutes: int) -> Buffer:
    """So many minutes after the revision was saved."""
    return Buffer.objects.create(
        by=by,
        story=story,
        window="0" * 16,
        number=1,
        based_on=story.version,
        typed={"title": ["The court spoke"]},
        at=story.latest_revision.at + timedelta(minutes=minutes),
    )


def page(desk, story, noun: str = "publication") -> str:
    return desk.get(f"/admin/stories/story/{story.pk}/{noun}/").content.decode()


@pytest.mark.parametrize("noun", ["publication", "planned-publication"])
def test_it_says_whose_and_when(signed_in, editor_esi, writer_wen, noun):
    story = make_story()
    buffer = typed(story, writer_wen, 5)
    when = date_format(timezone.localtime(buffer.at), "DATETIME_FORMAT")
    said = page(signed_in(editor_esi), story, noun)
    assert f"Wen Writer has unsaved words of it ({when}). Ask them first." in said
    assert "The court spoke" not in said


def test_its_writer_is_led_to_them(signed_in, editor_esi):
    story = make_story()
    typed(story, editor_esi, 5)
    said = page(signed_in(editor_esi), story)
    assert "You have unsaved words of it yourself" in said
    assert f'/admin/stories/story/{story.pk}/change/">Look at them' in said


def test_what_was_typed_before_the_revision_is_not_mentioned(
    signed_in, editor_esi, writer_wen
):
    story = make_story()
    typed(story, writer_wen, -5)
    assert "unsaved words" not in page(signed_in(editor_esi), story)


def test_it_holds_nothing_back(signed_in, editor_esi, writer_wen):
    story = make_story()
    buffer = typed(story, writer_wen, 5)
    address = f"/admin/stories/story/{story.pk}/publication/"
    answer = signed_in(editor_esi).post(address, {"seen": story.version})
    assert answer.status_code == 302
    story.refresh_from_db()
    assert story.is_published and Buffer.objects.get() == buffer
