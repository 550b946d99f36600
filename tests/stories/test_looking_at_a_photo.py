"""A photo's own page: where it is used, what its cuts will show."""

import re

import pytest

from stories.models.rendition import CUTS
from tests.make_stories import make_bare_photo, make_published

pytestmark = pytest.mark.django_db


def page(client, photo) -> str:
    answer = client.get(f"/admin/stories/photo/{photo.pk}/change/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_lists_every_use(signed_in, editor_esi):
    photo = make_bare_photo()
    for number in range(6):
        make_published(hero=photo, title=f"Story {number}")
    seen = page(signed_in(editor_esi), photo)
    assert all(f"Story {number}" in seen for number in range(6))


def test_every_cut_is_shown_as_it_will_be_made(signed_in, writer_wen):
    photo = make_bare_photo(focal_x=90, focal_y=10)
    seen = page(signed_in(writer_wen), photo)
    boxes = [
        tuple(map(int, box.split())) for box in re.findall(r'viewBox="([^"]+)"', seen)
    ]
    for cut in CUTS:
        left, top, right, bottom = photo.box(cut)
        assert (left, top, right - left, bottom - top) in boxes


def test_a_photo_hard_to_look_at_is_veiled_here_too(signed_in, writer_wen):
    photo = make_bare_photo(to_look_at="hard")
    seen = page(signed_in(writer_wen), photo)
    assert "Hard to look at" in seen
    assert "data-focus" not in seen


def test_it_fits_no_photo_of_its_own(signed_in, writer_wen):
    assert signed_in(writer_wen).get("/admin/stories/photo/add/").status_code == 200
