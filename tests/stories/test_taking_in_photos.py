"""Ingest: only pixels survive; what is no photo gets a sentence. With real bytes."""

import io
import struct
import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from stories import imaging
from stories.models import Photo
from tests.make_stories import make_photo, picture_bytes, upload

pytestmark = pytest.mark.django_db
CANARY = b"CANARY-OF-SOMEBODY"


def exif() -> Image.Exif:
    tags = Image.Exif()
    tags[0x010E] = CANARY.decode()
    tags.get_ifd(0x8825).update({1: "N", 2: (11.0, 33.0, 22.0), 29: CANARY.decode()})
    tags[0x0112] = 6  # lies on its side
    return tags


def with_exif() -> bytes:
    return picture_bytes(exif=exif(), comment=CANARY, xmp=b"<x>" + CANARY + b"</x>")


def png_with_text() -> bytes:
    info = PngInfo()
    info.add_text("Author", CANARY.decode())
    return picture_bytes(format="PNG", pnginfo=info)


def polyglot() -> bytes:
    return picture_bytes() + b"<script>" + CANARY + b"</script>PK\x03\x04" + CANARY


CARRIERS = {
    "exif, GPS, XMP and a comment": with_exif,
    "PNG text": png_with_text,
    "WebP exif": lambda: picture_bytes(format="WEBP", exif=exif()),
    "AVIF exif": lambda: picture_bytes(format="AVIF", exif=exif()),
    "what follows the picture": polyglot,
}


@pytest.fixture
def everything_stored(tmp_path):
    def read() -> bytes:
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert files
        return b"".join(path.read_bytes() for path in files)

    return read


@pytest.mark.parametrize("carrier", CARRIERS)
def test_nothing_but_pixels_is_kept(carrier, everything_stored):
    data = CARRIERS[carrier]()
    assert CANARY in data
    make_photo(data=data).show()
    assert CANARY not in everything_stored()


def test_it_stands_upright():
    photo = make_photo(data=with_exif())
    assert (photo.width, photo.height) == (320, 480)


def test_a_heic_file_becomes_a_photo():
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (640, 480), "teal")).save(out)
    photo = make_photo(data=out.getvalue())
    assert (photo.width, photo.height, photo.tone) == (640, 480, "sea")


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "I;16", "1", "CMYK"])
def test_every_kind_of_pixels_is_read(mode):
    picture = Image.new("RGB", (300, 300), "orange")
    format = "JPEG" if mode == "CMYK" else "PNG"
    converted = (
        Image.new("I;16", (300, 300)) if mode == "I;16" else picture.convert(mode)
    )
    out = io.BytesIO()
    converted.save(out, format)
    assert make_photo(data=out.getvalue()).width == 300


def huge_png() -> bytes:
    """20,000 × 20,000 pixels in a few bytes, as its header says."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 20_001 * 100)
    end = chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + end


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
REFUSED = {
    "an SVG": (lambda: SVG, imaging.UNREADABLE),
    "a page that calls itself a photo": (lambda: b"<html>" * 99, imaging.UNREADABLE),
    "a PDF": (lambda: b"%PDF-1.7\n" * 20, imaging.UNREADABLE),
    "a GIF": (lambda: picture_bytes(format="GIF"), imaging.UNREADABLE),
    "a TIFF": (lambda: picture_bytes(format="TIFF"), imaging.UNREADABLE),
    "nothing": (lambda: b"\x00", imaging.UNREADABLE),
    "half a photo": (lambda: picture_bytes(format="PNG")[:-900], imaging.DAMAGED),
    "a bomb": (huge_png, imaging.TOO_LARGE),
    "a stamp": (lambda: picture_bytes((90, 90)), imaging.TOO_SMALL),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_refuses_with_a_sentence(what):
    make, sentence = REFUSED[what]
    with pytest.raises(imaging.NotAPhoto) as refused:
        make_photo(data=make())
    assert refused.value.message == sentence
    assert not Photo.objects.exists()


def test_a_file_too_heavy_is_not_even_opened():
    with pytest.raises(imaging.NotAPhoto) as refused:
        imaging.receive(io.BytesIO(), imaging.MOST_BYTES + 1)
    assert refused.value.message == imaging.TOO_HEAVY


@pytest.mark.parametrize("what", REFUSED)
def test_the_desk_says_so_and_keeps_what_was_typed(what, signed_in, editor_esi):
    make, sentence = REFUSED[what]
    words = {"title": "My photo", "credit": "Me", "kind": "place"}
    answer = signed_in(editor_esi).post(
        "/admin/stories/photo/picker/", {**words, "file": upload(make(), "photo.jpg")}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert str(sentence)[:40] in page
    assert 'value="My photo"' in page


def test_names_tell_nothing_and_cannot_be_guessed():
    first, second = make_photo(title="Amara"), make_photo(title="Amara")
    names = {row.name for photo in (first, second) for row in photo.renditions.all()}
    assert len(names) == first.renditions.count() * 2
    assert not any("amara" in name.lower() for name in [*names, first.master])
