"""Files are public only while a public edition uses them."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from stories.chores import render_photos
from stories.models import HomePage, Photo
from stories.models.showing import put_photos_right, sweep_public_storage
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
    make_published(hero=photo, ends_at=ends)
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
    assert photo not in Photo.objects.public()


@pytest.mark.parametrize("answer", ["", "subject"])
def test_an_answer_taken_back_takes_the_photo_away(answer):
    photo = make_photo()
    make_published(hero=photo)
    photo.change(recognisable=answer)
    put_photos_right(timezone.now())
    assert not is_public(photo)
    assert not photo.is_public


def test_strays_are_swept_but_not_at_once():
    stray = storages["default"].save("photos/stray.jpg", ContentFile(b"x"))
    now = timezone.now()
    assert sweep_public_storage(now) == 0
    assert sweep_public_storage(now + timedelta(hours=1)) == 1
    assert not storages["default"].exists(stray)


def test_the_worker_adds_avif_and_then_rests():
    photo = make_photo()
    make_published(hero=photo)
    while render_photos(timezone.now()):
        pass
    photo.refresh_from_db()
    assert photo.rendered_at
    assert "avif" in photo.files["whole"]
    assert is_public(photo)


def test_a_moved_focus_cuts_anew_under_new_names(django_capture_on_commit_callbacks):
    photo = make_photo()
    before = {row.name for row in photo.renditions.filter(cut="card")}
    photo.focal_x = 90
    photo.save()
    with django_capture_on_commit_callbacks(execute=True):
        photo.refocus()
    after = {row.name for row in photo.renditions.filter(cut="card")}
    assert len(after) == len(before)
    assert not after & before
    assert not any(storages["private"].exists(name) for name in before)
