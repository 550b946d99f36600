"""Must show: sixty hostile files through every way in, and no canary in any file."""

import io
from pathlib import Path

import pytest

from stories import imaging
from stories.chores import render_photos
from stories.ingesting import ingest
from stories.models import Photo
from stories.models.rendition import FORMATS
from tests.make_stories import make_person, upload
from tests.stories.hostile_uploads import AS_WRITTEN, CARRIERS, REFUSED, exif, saved

LIBRARY = "/admin/stories/photo/"
WORDS = {"title": "T", "alt": "A", "credit": "C", "kind": "place"}


def sings(data: bytes) -> bool:
    return any(canary in data for canary in AS_WRITTEN)


@pytest.mark.parametrize("name", CARRIERS)
def test_only_pixels_leave_the_door(name):
    data = CARRIERS[name]()
    assert sings(data) or "profile" in name or "ICC" in name
    picture = imaging.receive(io.BytesIO(data), len(data))
    made = [imaging.master_bytes(picture)]
    made += [imaging.encode(picture.copy(), format) for format in FORMATS]
    assert not any(sings(each) or b"Exif" in each or b"xmp" in each for each in made)
    assert not any(b"ICC_PROFILE" in each or b"<script" in each for each in made)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_photo_gets_a_sentence(name):
    data = REFUSED[name]()
    with pytest.raises(imaging.NotAPhoto) as refused:
        imaging.receive(io.BytesIO(data), len(data))
    assert str(refused.value.message).endswith(".")


def test_there_are_enough_of_them():
    assert len(CARRIERS) + len(REFUSED) >= 60


def files_in(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def worst() -> bytes:
    """All of it in one file, and another each time: the same is asked about."""
    data = saved("JPEG", exif=exif(), comment=AS_WRITTEN[0])
    return data + AS_WRITTEN[0]


@pytest.mark.django_db
def test_no_way_in_lets_anything_through(signed_in, editor_esi, own_storages):
    client = signed_in(editor_esi)
    names = [*CARRIERS, *REFUSED]
    for at in range(0, len(names), 20):
        makers = {**CARRIERS, **REFUSED}
        batch = [upload(makers[name](), "x.jpg") for name in names[at : at + 20]]
        sent = {"photos": batch, "doubles": "on"}
        assert client.post(f"{LIBRARY}sending/", sent).status_code == 200
    for path in ("picker/", "add/"):
        said = {**WORDS, "anyway": "on", "file": upload(worst(), "x.jpg")}
        assert client.post(f"{LIBRARY}{path}", said).status_code in {201, 302}
    last = ingest(upload(worst()), make_person(), recognisable="nobody", **WORDS)
    assert Photo.objects.count() == len(CARRIERS) + 3
    last.render()
    last.show()
    while render_photos(last.received_at) and not last.rendered_at:
        last.refresh_from_db()
    stored = files_in(own_storages)
    assert len(stored) > 3 * len(CARRIERS)
    assert not any(sings(data) for data in stored)
