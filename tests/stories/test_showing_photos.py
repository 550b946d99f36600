"""Files are public only while a public edition uses them."""

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from stories.chores import delete_strays, sweep_storages
from stories.models import HomePage, Photo, StrayFile
from stories.models.showing import put_photos_right
from stories.models.stray import let_go
from stories.sweeping import AT_ONCE, EVERY, YOUNG
from tests.make_stories import make_photo, make_published, make_story

pytestmark = pytest.mark.django_db


def is_public(photo: Photo) -> bool:
    names = [row.name for row in photo.renditions.all()]
    there = {storages["default"].exists(name) for name in names}
    assert len(there) == 1, "some files are public and some are not"
    return there.pop()


def test_a_new_photo_is_private():
    assert not is_public(make_photo())


def test_a_draft_does_not_make_it_public():
    photo = make_photo()
    make_story(hero=photo)
    put_photos_right(timezone.now())
    assert not is_public(photo)


def test_what_went_wrong_is_put_right(editor_esi):
    used, unused = make_photo(), make_photo()
    make_published(hero=used)
    used.refresh_from_db()
    used.hide()
    unused.show()
    assert put_photos_right(timezone.now()) == 2
    assert is_public(used)
    assert not is_public(unused)
    assert put_photos_right(timezone.now()) == 0


def test_it_leaves_when_the_edition_lapses():
    photo = make_photo()
    ends = timezone.now() + timedelta(hours=1)
    make_published(hero=photo, until=ends)
    put_photos_right(ends)
    assert not is_public(photo)


def test_the_appeal_on_the_home_page_uses_its_photo():
    photo = make_photo()
    HomePage.objects.create(appeal_photo=photo)
    put_photos_right(timezone.now())
    assert is_public(photo)


def test_withdrawing_a_photo_takes_its_files_away(
    editor_esi, django_capture_on_commit_callbacks
):
    photo = make_photo()
    make_published(hero=photo)
    with django_capture_on_commit_callbacks(execute=True):
        photo.withdraw(editor_esi, "Asked us to")
    assert not is_public(photo)
    assert photo not in Photo.objects.public(timezone.now())


@pytest.mark.parametrize("answer", ["", "subject"])
def test_an_answer_taken_back_takes_the_photo_away(answer):
    photo = make_photo()
    make_published(hero=photo)
    photo.change(recognisable=answer)
    put_photos_right(timezone.now())
    assert not is_public(photo)
    assert not photo.is_public(timezone.now())


def test_a_moved_focus_cuts_anew_under_new_names(django_capture_on_commit_callbacks):
    photo = make_photo()
    make_published(hero=photo)
    before = {row.name for row in photo.renditions.filter(cut="card")}
    photo.change(focal_x=90)
    photo.refocus()
    assert photo.files["card"]["jpeg"][0][2] in before, "shown until the new is there"
    with django_capture_on_commit_callbacks(execute=True):
        photo.render()
    after = {row.name for row in photo.renditions.filter(cut="card")}
    assert is_public(photo)
    assert len(after) == len(before)
    assert not after & before
    for kind in ("default", "private"):
        assert not any(storages[kind].exists(name) for name in before)


def test_a_file_that_could_not_be_deleted_goes_with_the_next_chore():
    photo = make_photo()
    photo.show()
    name = photo.renditions.first().name
    let_go([name])  # this test's transaction is never committed
    assert storages["default"].exists(name)
    assert delete_strays(timezone.now()) == 1
    assert not storages["default"].exists(name)
    assert not storages["private"].exists(name)
    assert not StrayFile.objects.exists()


@pytest.mark.parametrize(
    ("kind", "folder"),
    [("default", "photos"), ("private", "photos"), ("private", "masters")],
)
def test_what_no_row_knows_is_swept_but_not_at_once(kind, folder):
    photo = make_photo()
    photo.show()
    stray = storages[kind].save(f"{folder}/ab/stray.jpg", ContentFile(b"x"))
    in_an_hour = timezone.now() + timedelta(hours=1)
    os.utime(storages[kind].path(stray), (in_an_hour.timestamp(),) * 2)
    assert sweep_all(in_an_hour - YOUNG) == 0
    assert sweep_all(in_an_hour + timedelta(hours=1)) == 1
    assert not storages[kind].exists(stray)
    assert is_public(photo)
    assert storages["private"].exists(photo.master)


def sweep_all(now) -> int:
    """A turn for each folder; they last a quarter of an hour, up to `now`."""
    turns = range(-EVERY * 256 // AT_ONCE, 0, EVERY)
    return sum(sweep_storages(now + timedelta(seconds=at)) for at in turns)
