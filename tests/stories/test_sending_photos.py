"""Many photos at once: each by itself, described later, doubles told from news."""

import io

import pytest
from django.http import HttpResponse
from PIL import Image, ImageEnhance

from stories import doubles, imaging, likeness
from stories.alt_words import doubts
from stories.demo.load import HERE
from stories.models import Photo
from stories.taking_in import title_of
from tests.make_stories import make_bare_photo, make_published, upload

SENDING, DESCRIBING = (
    "/admin/stories/photo/sending/",
    "/admin/stories/photo/describing/",
)
PAINTED = sorted((HERE / "photos").glob("*.webp"))


def painted(number: int) -> bytes:
    return PAINTED[number].read_bytes()


def again(data: bytes, quality: int = 60) -> bytes:
    """The picture as a messenger sends it on: smaller, paler, saved anew."""
    picture = Image.open(io.BytesIO(data)).convert("RGB").resize((800, 534))
    out = io.BytesIO()
    ImageEnhance.Brightness(picture).enhance(1.1).save(out, "JPEG", quality=quality)
    return out.getvalue()


@pytest.mark.django_db
def test_one_bad_file_refuses_only_itself(signed_in, writer_wen):
    files = [
        upload(painted(0), "the-boat_01.webp"),
        upload(b"<svg></svg>", "drawing.jpg"),
        upload(painted(1), "IMG_2.webp"),
    ]
    sent = {"photos": files, "credit": "A. Example", "kind": "place"}
    answer = signed_in(writer_wen).post(SENDING, sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "drawing.jpg</strong> was not taken in. This file is not a photo" in page
    boat, img = Photo.objects.order_by("pk")
    assert (boat.title, img.title) == ("the boat 01", "IMG 2")
    assert (boat.credit, boat.kind, boat.alt, boat.recognisable) == (
        *("A. Example", "place"),
        *("", ""),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 21])
def test_none_and_too_many_get_a_sentence(signed_in, writer_wen, count):
    files = [upload(b"x", "x.jpg") for _ in range(count)]
    answer = signed_in(writer_wen).post(SENDING, {"photos": files})
    assert answer.status_code == 422
    words = "Choose at least one" if not count else "at most 20 files"
    assert words in answer.content.decode()
    assert not Photo.objects.exists()


@pytest.mark.django_db
def test_the_same_pixels_are_asked_about_and_then_taken(signed_in, writer_wen):
    client = signed_in(writer_wen)
    kept = make_bare_photo(title="Here already", data=painted(0))

    def send(**more: str) -> HttpResponse:
        file = upload(painted(0), "again.webp")
        return client.post(SENDING, {"photos": [file], "one": "1", **more})

    asked = send()
    assert asked.status_code == 409
    assert "here already, as “Here already”" in asked.content.decode()
    assert f"/{kept.pk}/change/" in asked.content.decode()
    assert send(doubles="on").status_code == 201
    assert Photo.objects.count() == 2


@pytest.mark.django_db
def test_a_likeness_is_taken_in_and_told(signed_in, writer_wen):
    make_bare_photo(title="The first", data=painted(0))
    answer = signed_in(writer_wen).post(
        SENDING, {"photos": [upload(again(painted(0)))], "one": "1"}
    )
    assert answer.status_code == 201
    assert "It looks like “The first”" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("change", [lambda data: data, again])
def test_a_withdrawn_picture_does_not_come_back_by_another_name(
    signed_in, writer_wen, editor_esi, change
):
    make_bare_photo(title="Gone", data=painted(0)).withdraw(editor_esi, "Asked us to")
    data = change(painted(0))
    for path, field in ((SENDING, "photos"), ("/admin/stories/photo/picker/", "file")):
        answer = signed_in(writer_wen).post(
            path, {field: upload(data), "one": "1", "doubles": "on", "anyway": "on"}
        )
        assert answer.status_code == 422
        assert "must not come back" in answer.content.decode()
    form = {"photos": [upload(data)], "one": "1"}
    assert signed_in(editor_esi).post(SENDING, form).status_code == 409
    form = {"photos": [upload(data)], "one": "1", "doubles": "on"}
    assert signed_in(editor_esi).post(SENDING, form).status_code == 201


@pytest.mark.django_db
def test_the_dialog_offers_the_one_that_is_here(signed_in, writer_wen):
    kept = make_bare_photo(title="Here already", data=painted(0))
    client, path = signed_in(writer_wen), "/admin/stories/photo/picker/"
    words = {"title": "Again", "credit": "Me", "kind": "place"}
    asked = client.post(path, {**words, "file": upload(painted(0))})
    page = asked.content.decode()
    assert asked.status_code == 422
    assert (
        f'data-photo-choose="{kept.pk}"' in page
        and 'type="checkbox" name="anyway"' in page
    )
    taken = client.post(path, {**words, "file": upload(painted(0)), "anyway": "on"})
    assert taken.status_code == 201


def test_pictures_alike_are_near_and_others_are_far():
    pictures = [Image.open(path).convert("RGB") for path in PAINTED[:8]]
    bits = [likeness.likeness(picture) for picture in pictures]
    for path, known in zip(PAINTED, bits, strict=False):
        copy = Image.open(io.BytesIO(again(path.read_bytes(), quality=30)))
        assert likeness.distance(likeness.likeness(copy), known) <= likeness.NEAR
    far = [likeness.distance(a, b) for a in bits for b in bits if a != b]
    assert min(far) > likeness.NEAR
    assert likeness.likeness(Image.new("RGB", (300, 200), "teal")) is None


@pytest.mark.django_db
def test_the_database_counts_bits_as_we_do():
    photo = make_bare_photo(data=painted(0))
    for change, found in ((0, True), (0b111111, True), (0b1111111, False), (-1, False)):
        assert doubles.alike(photo.likeness ^ change).exists() is found


@pytest.mark.django_db
def test_words_for_all_fill_only_what_is_empty(signed_in, writer_wen):
    named = make_bare_photo(by=writer_wen, alt="", credit="Amara", recognisable="")
    blank = make_bare_photo(by=writer_wen, alt="", credit="", kind="", recognisable="")
    client = signed_in(writer_wen)
    form = client.get(DESCRIBING).context["words"]
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "all-credit": "Ben"}
    for number, each in enumerate(form.forms):
        words = {name: each.initial[name] or "" for name in each.initial}
        words |= {"alt": "IMG_2033.jpg", "decorative": "", "id": each.instance.pk}
        words["recognisable"] = "nobody"
        data |= {f"form-{number}-{name}": value for name, value in words.items()}
    answer = client.post(DESCRIBING, {**data, "all-kind": "place"}, follow=True)
    for photo in (named, blank):
        photo.refresh_from_db()
    assert (named.credit, blank.credit, blank.kind) == ("Amara", "Ben", "place")
    page = answer.content.decode()
    assert "2 are described; 0 still wait" in page
    assert "reads like the name of a file" in page


@pytest.mark.django_db
def test_what_pages_show_cannot_lose_its_words(signed_in, editor_esi):
    photo = make_bare_photo()
    make_published(hero=photo)
    typed = {
        "title": "T",
        "alt": "",
        "credit": "",
        "kind": "",
        "recognisable": "nobody",
    }
    address = f"/admin/stories/photo/{photo.pk}/change/"
    answer = signed_in(editor_esi).post(
        address, {**typed, "focal_x": 50, "focal_y": 50}
    )
    assert "Pages show this photo" in answer.content.decode()


DOUBTFUL = {
    "IMG_2033.jpg": "name of a file",
    "DSC 0042": "name of a file",
    "20260131_101500": "name of a file",
    "photo": "name of a file",
    "WhatsApp Image 2026-01-31 at 10.15.00": "name of a file",
    "A boat.": "repeats the caption",
    "A long story. " * 12: "more than 150",
    "Photo of a boat": "can go",
}
FINE = [
    "Two boats on the beach.",
    "រឿងមួយ",
    "12 boats",
    "A man photographs 12 boats.",
    "",
]


@pytest.mark.parametrize("alt", DOUBTFUL)
def test_a_doubtful_description_is_told(alt):
    told = " ".join(map(str, doubts(Photo(alt=alt, caption="A boat"))))
    assert DOUBTFUL[alt] in told


@pytest.mark.parametrize("alt", FINE)
def test_a_good_one_is_left_alone(alt):
    assert list(doubts(Photo(alt=alt, caption="A boat"))) == []


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("the-boat_01.JPG", "the boat 01"),
        ("../../etc/passwd.png", "passwd"),
        ("\u202egnp.exe.jpg", "gnp.exe"),
        (".jpg", ".jpg"),
        ("x" * 300 + ".jpg", "x" * 120),
        ("\x00.jpg", "Photo"),
    ],
)
def test_a_file_name_becomes_a_working_title(name, title):
    assert title_of(name) == title


def test_large_pictures_are_unpacked_one_at_a_time():
    out = io.BytesIO()
    Image.new("L", (5000, 3000)).save(out, "PNG")
    assert imaging.receive(io.BytesIO(out.getvalue()), 1).size == (5000, 3000)


@pytest.mark.django_db
def test_the_desk_counts_what_i_sent(signed_in, writer_wen, charity):
    make_bare_photo(by=writer_wen, alt="")
    make_bare_photo(alt="")
    page = signed_in(writer_wen).get("/admin/").content.decode()
    assert "Photos you sent that wait for words" in page
