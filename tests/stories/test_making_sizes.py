"""The worker makes the sizes of photos; who publishes waits for them some seconds."""

from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from stories.chores import render_photos
from stories.models import Photo
from stories.models.publishing import NotPublishable
from tests.make_stories import (
    make_fresh_photo,
    make_photo,
    make_published,
    make_story,
    picture_bytes,
)

pytestmark = pytest.mark.django_db


def until_it_rests() -> None:
    while render_photos(timezone.now()):
        pass


def stored(folder: Path) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.relative_to(folder).as_posix() for path in files]


def sizes(photo: Photo, format: str) -> int:
    return photo.renditions.filter(format=format).count()


def test_a_photo_comes_in_with_a_preview_and_no_more():
    photo = make_fresh_photo(data=picture_bytes((900, 600)))
    assert sizes(photo, "webp") == 2
    assert sizes(photo, "jpeg") == 0
    assert photo.files == {}


def test_a_story_waits_until_they_are_made(editor_esi):
    photo = make_fresh_photo()
    story = make_story(hero=photo)
    with pytest.raises(NotPublishable) as refused:
        story.publish(editor_esi)
    assert [each.code for each in refused.value.problems] == ["photo_not_ready"]
    assert sizes(photo, "jpeg") == 0, "publishing made them itself"
    until_it_rests()
    story.publish(editor_esi)
    assert story.is_published


@pytest.mark.parametrize("missing", [{"kind": ""}, {"credit": ""}, {"alt": "“ ”"}])
def test_a_photo_nobody_described_is_not_published(editor_esi, missing):
    story = make_story(hero=make_photo(**missing))
    with pytest.raises(NotPublishable) as refused:
        story.publish(editor_esi)
    assert len(refused.value.problems) == 1


def test_avif_follows_where_pages_show_it():
    shown, unshown = make_photo(), make_photo()
    make_published(hero=shown)
    until_it_rests()
    shown.refresh_from_db()
    assert shown.rendered_at
    assert "avif" in shown.files["whole"]
    assert sizes(unshown, "avif") == 0
    assert all(storages["default"].exists(row.name) for row in shown.renditions.all())


def test_one_that_fails_keeps_no_other_from_its_turn():
    broken, sound = make_fresh_photo(), make_fresh_photo()
    storages["private"].delete(broken.master)
    until_it_rests()
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert sound.is_ready
    assert broken.failed_at and not broken.is_ready


def test_a_focus_that_moves_while_it_is_drawn_wins(
    own_storages, django_capture_on_commit_callbacks
):
    photo = make_fresh_photo()
    Photo.objects.filter(pk=photo.pk).update(focal_x=90)
    with django_capture_on_commit_callbacks(execute=True):
        photo.render()  # the old focus: this row in memory knows no other
    assert not photo.is_ready
    assert not photo.renditions.filter(cut="card").exists()
    drawn = {row.name for row in photo.renditions.all()}
    assert {
        f"photos/{path}" for path in stored(own_storages / "private/photos")
    } == drawn
    until_it_rests()
    photo.refresh_from_db()
    assert photo.is_ready
