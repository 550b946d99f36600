"""Documents and recordings say nothing beside their pages and their sound."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from stories import mp3, pdf, picture_bytes
from tests.make_files import (
    CANARY,
    FRAME,
    mp3_bytes,
    note,
    pdf_bytes,
    telling_jpeg,
    telling_pdf,
)


def cleaned(data: bytes) -> pdf.Cleaned:
    return pdf.receive(io.BytesIO(data), len(data), "Annual report 2025")


def unpacked(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as opened:
        return pdf_bytes(
            opened, stream_decode_level=pikepdf.StreamDecodeLevel.generalized
        )


def test_there_is_a_canary_in_every_place_to_begin_with():
    assert unpacked(pdf_bytes()).count(CANARY.encode()) >= 18
    assert mp3_bytes().count(CANARY.encode()) >= 5


def test_no_canary_survives_in_a_document():
    said = unpacked(cleaned(pdf_bytes()).data)
    assert CANARY.encode() not in said
    for word in (b"JavaScript", b"Launch", b"EmbeddedFile", b"/AA", b"pikepdf"):
        assert word not in said


def test_what_readers_need_stays():
    result = cleaned(pdf_bytes())
    assert result.pages == 2
    with pikepdf.open(io.BytesIO(result.data)) as opened:
        assert str(opened.docinfo["/Title"]) == "Annual report 2025"
        assert str(opened.Root.Lang) == "en-AU" and opened.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in opened.Root
        links = [each for each in opened.pages[0].Annots if each.Subtype == Name.Link]
        assert str(links[0].A.URI) == "https://example.org/"
        picture = pikepdf.PdfImage(opened.pages[0].get_images()["/Im0"]).as_pil_image()
        assert picture.size == (300, 200) and not picture.getexif()


def test_an_earlier_version_inside_the_file_goes():
    old = pdf_bytes(telling_pdf(1)).replace(b"%%EOF", b"")
    assert CANARY.encode() not in unpacked(cleaned(old + pdf_bytes()).data)


def locked() -> bytes:
    return pdf_bytes(encryption=pikepdf.Encryption(owner="o", user="u"))


def with_root(**entries) -> bytes:
    made = telling_pdf()
    for name, value in entries.items():
        made.Root[f"/{name}"] = value
    return pdf_bytes(made)


def to_be_redacted() -> bytes:
    made = telling_pdf()
    made.pages[1].obj.Annots = Array([note("Redact")])
    return pdf_bytes(made)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: b"", pdf.UNREADABLE),
        (lambda: b"PK\x03\x04 word/document.xml", pdf.UNREADABLE),
        (lambda: b"<html>%PDF</html>", pdf.UNREADABLE),
        (lambda: b"%PDF-1.7\nnonsense", pdf.DAMAGED),
        (lambda: pdf_bytes()[:900], pdf.DAMAGED),
        (locked, pdf.LOCKED),
        (to_be_redacted, pdf.UNREDACTED),
        (lambda: with_root(Collection=Dictionary()), pdf.PORTFOLIO),
        (lambda: with_root(AcroForm=Dictionary(SigFlags=3)), pdf.SIGNED),
        (lambda: with_root(AcroForm=Dictionary(XFA=String("x"))), pdf.OLD_FORM),
        (lambda: b"%PDF-" + bytes(pdf.MOST_BYTES), pdf.TOO_HEAVY),
    ],
)
def test_what_cannot_be_cleaned_is_refused_with_a_sentence(make, says):
    with pytest.raises(pdf.NotCleanable) as refused:
        cleaned(make())
    assert refused.value.message == says


def test_a_pdf_that_may_be_opened_is_taken_without_its_locks():
    data = pdf_bytes(encryption=pikepdf.Encryption(owner="o", user=""))
    with pikepdf.open(io.BytesIO(cleaned(data).data)) as opened:
        assert not opened.is_encrypted


def test_a_photograph_keeps_its_colours_and_nothing_else():
    bare = picture_bytes.bare(telling_jpeg())
    assert CANARY.encode() not in bare
    assert bare.endswith(b"\xff\xd9")


def heard(data: bytes) -> mp3.Sound:
    return mp3.receive(io.BytesIO(data), len(data))


def test_no_canary_survives_in_a_recording_and_no_sound_is_lost():
    sound = heard(mp3_bytes(200))
    assert CANARY.encode() not in sound.data
    assert len(sound.data) == 201 * len(FRAME)
    assert sound.seconds == round(201 * 1152 / 44100)
    assert heard(sound.data) == sound


def test_a_gap_in_the_sound_is_closed():
    sound = heard(FRAME * 100 + b"\xff\xfb" * 30 + CANARY.encode() + FRAME * 100)
    assert len(sound.data) == 200 * len(FRAME)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", mp3.UNREADABLE),
        (b"RIFF" + bytes(4000), mp3.UNREADABLE),
        (b"\x00\x00\x00\x20ftypM4A " + bytes(4000), mp3.UNREADABLE),
        (FRAME * 3, mp3.UNREADABLE),
        (b"\xff\xfb\x90\x00" * 500_000, mp3.UNREADABLE),
        (FRAME * 100 + bytes(200_000), mp3.DAMAGED),
        (FRAME * 40_000, mp3.TOO_HEAVY),
    ],
)
def test_what_is_not_sound_is_refused_with_a_sentence(data, says):
    with pytest.raises(mp3.NotSound) as refused:
        heard(data)
    assert refused.value.message == says
