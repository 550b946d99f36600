"""Other pixels in a photo's place, and boxes over what must not be seen."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from stories import covering, imaging
from stories.chores import delete_strays, render_photos, sweep_storages
from stories.covering import Box, WrongBoxes, boxes_in
from stories.models import Photo, PhotoEvent, StrayFile
from stories.models.rendition import CUT_NAMED
from stories.models.replacing import OTHER_BY_NOW, UNANSWERED, PixelsStay
from stories.models.sealing import NotForYou
from stories.sweeping import AT_ONCE, EVERY, YOUNG
from tests.make_stories import make_photo, make_published, picture_bytes, upload

CANARY = b"CANARY-OF-SOMEBODY"
FACE = Box(25, 25, 50, 50)
WHITE = (255, 255, 255)


def a_white_picture(size=(900, 600)) -> Image.Image:
    return Image.new("RGB", size, WHITE)


def white_photo(**words) -> Photo:
    out = io.BytesIO()
    a_white_picture().save(out, "JPEG")
    return make_photo(data=out.getvalue(), **words)


def address(photo: Photo, noun: str) -> str:
    return f"/admin/stories/photo/{photo.pk}/{noun}/"


def names(photo: Photo) -> set[str]:
    return {*photo.renditions.values_list("name", flat=True), photo.master}


def until_it_rests() -> None:
    while render_photos(timezone.now()):
        pass


def opened(name: str) -> Image.Image:
    with storages["private"].open(name) as file:
        return Image.open(io.BytesIO(file.read()))


def near(pixel, colour) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(pixel, colour, strict=True))


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.mark.django_db
def test_the_old_picture_is_gone_from_every_address(client, editor_esi, committing):
    photo = make_photo()
    story = make_published(hero=photo)
    photo.refresh_from_db()
    old = names(photo)
    shown = photo.files["whole"]["jpeg"][0][2]
    assert client.get(f"/media/{shown}").status_code == 200
    with committing():
        photo.replace(
            a_white_picture((1200, 800)), editor_esi, "Sharper", timezone.now()
        )
    assert client.get(f"/media/{shown}").status_code == 404
    for kind in ("default", "private"):
        assert not any(storages[kind].exists(name) for name in old)
    assert shown not in client.get(f"/stories/{story.slug}/").content.decode()
    until_it_rests()
    photo.refresh_from_db()
    new = photo.files["whole"]["jpeg"][0][2]
    assert new in client.get(f"/stories/{story.slug}/").content.decode()
    assert client.get(f"/media/{new}").status_code == 200
    assert not old & names(photo)


@pytest.mark.django_db
def test_what_a_crash_after_the_commit_left_is_deleted_by_the_worker(editor_esi):
    photo = make_photo()
    photo.show()
    old = names(photo)
    photo.replace(a_white_picture(), editor_esi, "Sharper", timezone.now())
    assert set(StrayFile.objects.values_list("name", flat=True)) == old
    delete_strays(timezone.now())
    assert not any(storages["default"].exists(name) for name in old)


@pytest.mark.django_db
def test_what_was_drawn_of_the_old_picture_meanwhile_is_not_kept(
    editor_esi, own_storages, committing
):
    photo = make_photo()
    late = Photo.objects.get(pk=photo.pk)
    made = late._draw(opened(late.master), [(CUT_NAMED["whole"], "avif", 320)])
    with committing():
        photo.replace(a_white_picture(), editor_esi, "Sharper", timezone.now())
        late._keep(made)
    kept = {path.name for path in own_storages.rglob("photos/*/*") if path.is_file()}
    assert kept == {row.name.split("/")[-1] for row in photo.renditions.all()}


@pytest.mark.django_db
def test_what_somebody_else_put_there_meanwhile_is_left_alone(editor_esi):
    photo = make_photo()
    stale = Photo.objects.get(pk=photo.pk)
    photo.replace(a_white_picture(), editor_esi, "Sharper", timezone.now())
    with pytest.raises(PixelsStay) as refused:
        stale.redact([FACE], editor_esi, "A face", timezone.now())
    assert refused.value.sentence == OTHER_BY_NOW
    assert not Photo.objects.get().is_redacted


@pytest.mark.django_db
def test_what_was_let_through_unanswered_is_not_exchanged(editor_esi):
    photo = make_photo(recognisable="")
    with pytest.raises(PixelsStay) as refused:
        photo.replace(a_white_picture(), editor_esi, "Sharper", timezone.now())
    assert refused.value.sentence == UNANSWERED
    assert not photo.events.exists()


@pytest.mark.django_db
def test_all_that_is_cut_from_it_shows_the_fill_and_no_metadata(editor_esi, committing):
    photo = white_photo()
    with committing():
        photo.redact([FACE], editor_esi, "A face", timezone.now())
    photo.render(("jpeg", "webp", "avif"))
    rows = list(photo.renditions.all())
    assert {(row.cut, row.format) for row in rows} >= {
        ("share", "jpeg"),
        ("card", "avif"),
    }
    for name in [photo.master, *(row.name for row in rows)]:
        picture = opened(name)
        middle = (picture.width // 2, picture.height // 2)
        assert near(picture.convert("RGB").getpixel(middle), covering.FILL), name
        assert not picture.getexif() and "icc_profile" not in picture.info
    assert near(opened(photo.master).getpixel((2, 2)), WHITE)


@pytest.mark.django_db
def test_only_the_first_picture_stays_aside(editor_esi, own_storages, committing):
    photo = white_photo()
    with committing():
        photo.redact([FACE], editor_esi, "A face", timezone.now())
    first = photo.unredacted
    with committing():
        photo.redact([Box(0, 0, 10, 10)], editor_esi, "A badge", timezone.now())
    assert photo.unredacted == first
    masters = [path for path in own_storages.rglob("masters/*/*") if path.is_file()]
    assert [path.name for path in masters] == [f"{photo.folder}.jpg"]
    with committing():
        photo.replace(a_white_picture(), editor_esi, "Another", timezone.now())
    assert not photo.is_redacted and not storages["private"].exists(first)


@pytest.mark.django_db
def test_the_sweeper_knows_what_is_set_aside(editor_esi):
    photo = white_photo()
    photo.redact([FACE], editor_esi, "A face", timezone.now())
    stray = storages["private"].save("unredacted/ab/unknown.jpg", io.BytesIO(b"x"))
    later = timezone.now() + YOUNG * 2
    for turn in range(256 // AT_ONCE):
        sweep_storages(later + turn * timedelta(seconds=EVERY))
    assert storages["private"].exists(photo.unredacted)
    assert not storages["private"].exists(stray)


@pytest.mark.django_db
def test_only_safeguarding_opens_what_is_covered_and_leaves_a_name(
    signed_in, editor_esi, safeguarding_sol
):
    photo = white_photo()
    photo.redact([FACE], editor_esi, "A face", timezone.now())
    where = address(photo, "unredacted")
    assert signed_in(editor_esi).post(where, {"why": "Curious"}).status_code == 403
    with pytest.raises(NotForYou):
        photo.open_unredacted(editor_esi, "Curious", timezone.now())
    guard = signed_in(safeguarding_sol)
    assert guard.get(where)["Content-Type"].startswith("text/html")
    assert guard.post(where, {"why": " "}).status_code == 422
    assert not photo.events.filter(kind="looked").exists()
    answer = guard.post(where, {"why": "The court asks"})
    picture = Image.open(io.BytesIO(b"".join(answer.streaming_content)))
    assert near(picture.getpixel((450, 300)), WHITE)
    assert "no-store" in answer["Cache-Control"]
    look = photo.events.get(kind="looked")
    assert (look.by, look.why) == (safeguarding_sol, "The court asks")


@pytest.mark.django_db
def test_safeguarding_alone_uncovers_it(signed_in, editor_esi, safeguarding_sol):
    photo = white_photo()
    photo.redact([FACE], editor_esi, "A face", timezone.now())
    where = address(photo, "uncovering")
    assert signed_in(editor_esi).post(where, {"why": "No"}).status_code == 403
    signed_in(safeguarding_sol).post(where, {"why": "The wrong photo"})
    photo.refresh_from_db()
    assert not photo.is_redacted
    assert near(opened(photo.master).getpixel((450, 300)), WHITE)


WRONG = {
    "": covering.NONE,
    "  \n ": covering.NONE,
    "10 20 30": covering.NO_BOX,
    "10 20 30 -5": covering.NO_BOX,
    "a b c d": covering.NO_BOX,
    "nan 0 1 1": covering.NO_BOX,
    "1e1 0 1 1": covering.NO_BOX,
    "١ 0 1 1": covering.NO_BOX,
    "10 10 0 10": covering.EMPTY,
    "60 10 50 10": covering.OUTSIDE,
    "0 101 1 1": covering.OUTSIDE,
    "1 1 1 1\n" * 41: covering.TOO_MANY,
}


@pytest.mark.parametrize("text", WRONG)
def test_wrong_boxes_get_a_sentence(text):
    with pytest.raises(WrongBoxes) as refused:
        boxes_in(text)
    words = {"line": 1, "most": covering.MOST}
    assert refused.value.sentence == str(WRONG[text]) % words


def test_boxes_are_read_as_people_write_them():
    expected = (Box(10, 20, 30.5, 40), Box(0, 0, 100, 100))
    assert boxes_in("10%, 20%, 30.5%, 40%\n\n 0 0 100 100 \r\n") == expected
    assert Box(10.1, 0, 0.1, 99.9).in_pixels((900, 602)) == (88, 0, 96, 602)


@pytest.mark.django_db
def test_the_desk_covers_and_says_what_is_wrong(
    signed_in, safeguarding_sol, writer_wen
):
    photo = white_photo()
    where, desk = address(photo, "redaction"), signed_in(safeguarding_sol)
    assert signed_in(writer_wen).get(where).status_code == 403
    typed = {"look": photo.look, "why": "A face", "boxes": "60 10 50 10"}
    answer = desk.post(where, typed)
    assert answer.status_code == 422
    assert "Line 1 reaches out" in answer.content.decode()
    assert "60 10 50 10" in answer.content.decode()
    right = {**typed, "boxes": "25 25 50 50"}
    assert desk.post(where, {**right, "look": "other"}).status_code == 422
    assert desk.post(where, right).status_code == 302
    page = desk.get(address(photo, "change")).content.decode()
    assert "Sol Safeguarding covered parts of it: A face" in page


@pytest.mark.django_db
def test_the_desk_replaces_and_says_what_is_wrong(signed_in, editor_esi, writer_wen):
    photo = white_photo()
    where, desk = address(photo, "replacement"), signed_in(editor_esi)
    assert signed_in(writer_wen).get(where).status_code == 403

    def send(data: bytes, **typed: str):
        said = {"look": photo.look, "why": "Sharper", "still_true": "on", **typed}
        return desk.post(where, {**said, "file": upload(data)})

    assert str(imaging.UNREADABLE)[:40] in send(b"%PDF-1.7").content.decode()
    assert send(picture_bytes(), why="").status_code == 422
    assert send(picture_bytes(), still_true="").status_code == 422
    assert send(picture_bytes(comment=CANARY)).status_code == 302
    event = photo.events.get()
    assert (event.kind, event.by, event.why) == ("replaced", editor_esi, "Sharper")
    photo.refresh_from_db()
    with storages["private"].open(photo.master) as file:
        assert CANARY not in file.read()


@pytest.mark.django_db
def test_withdrawing_keeps_its_reason_and_ends_all_else(signed_in, editor_esi):
    photo = white_photo()
    desk = signed_in(editor_esi)
    desk.post(address(photo, "withdrawal"), {"why": "She asked"})
    photo.refresh_from_db()
    assert photo.withdrawn_by == editor_esi
    assert photo.events.get().why == photo.withdrawn_why == "She asked"
    with pytest.raises(PixelsStay):
        photo.redact([FACE], editor_esi, "A face", timezone.now())


@pytest.mark.django_db
def test_the_database_wants_a_reason(editor_esi):
    photo = white_photo()
    with pytest.raises(IntegrityError), transaction.atomic():
        PhotoEvent.objects.create(photo=photo, kind="redacted", by=editor_esi)
