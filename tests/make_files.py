"""Makers: documents and recordings with a canary in every place that can hide one."""

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.make_stories import picture_bytes

CANARY = "CANARY"
FRAME = b"\xff\xfb\x90\x00" + bytes(413)  # 26 ms of silence, 44.1 kHz


def telling_jpeg() -> bytes:
    """With a place, a comment, and words behind its end."""
    plain = picture_bytes(
        (300, 200), comment=f"{CANARY} comment", exif=f"Exif\0\0{CANARY} gps".encode()
    )
    return plain + f"{CANARY} behind".encode()


def script(words: str = "x") -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{CANARY} {words}')"))


def note(kind: str, **more: Any) -> Dictionary:
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name(f"/{kind}"),
        Rect=[0, 0, 9, 9],
        T=String(f"{CANARY} author"),
        **more,
    )


def telling_pdf(pages: int = 2) -> pikepdf.Pdf:
    """A tagged report that says more than its pages do."""
    pdf = pikepdf.Pdf.new()
    for _page in range(pages):
        pdf.add_blank_page(page_size=(300, 400))
    with pdf.open_metadata() as xmp:
        xmp["dc:creator"] = [f"{CANARY} xmp"]
    pdf.docinfo["/Author"] = f"{CANARY} info"
    pdf.attachments["a.txt"] = f"{CANARY} attached".encode()
    _tell_at_the_root(pdf)
    _tell_on_a_page(pdf, pdf.pages[0])
    return pdf


def _tell_at_the_root(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root
    root.OpenAction, root.AA = script("opening"), Dictionary(WC=script("closing"))
    root.Names.JavaScript = Dictionary(Names=Array([String("a"), script("named")]))
    root.Lang, root.MarkInfo = String("en-AU"), Dictionary(Marked=True)
    root.StructTreeRoot = pdf.make_indirect(
        Dictionary(Type=Name.StructTreeRoot, K=Array([]), Lang=String("en-AU"))
    )
    root["/PTEX.Fullbanner"] = String(f"{CANARY} tex")


def _tell_on_a_page(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    picture = pikepdf.Stream(pdf, telling_jpeg())
    picture.Type, picture.Subtype, picture.Filter = (
        Name.XObject,
        Name.Image,
        Name.DCTDecode,
    )
    picture.Width, picture.Height, picture.BitsPerComponent = 300, 200, 8
    picture.ColorSpace = Name.DeviceRGB
    picture.Metadata = pikepdf.Stream(pdf, f"{CANARY} of a picture".encode())
    page.obj.Resources = Dictionary(XObject=Dictionary(Im0=picture))
    page.obj.Contents = pikepdf.Stream(pdf, b"q 300 0 0 200 0 0 cm /Im0 Do Q")
    page.obj.PieceInfo = Dictionary(Program=Dictionary(Private=String(CANARY)))
    page.obj.AA = Dictionary(O=script("page"))
    home = Dictionary(S=Name.URI, URI=String("https://example.org/"), Next=script())
    run = Dictionary(S=Name.Launch, F=String(f"{CANARY}.exe"))
    page.obj.Annots = pdf.make_indirect(
        Array(
            [
                pdf.make_indirect(note("Link", A=home)),
                note("Link", A=run),
                note("Link", A=Dictionary(S=Name.URI, URI=String(f"file:{CANARY}"))),
                note("Text", Contents=String(f"{CANARY} comment")),
                note("Highlight", RC=String(f"{CANARY} rich")),
                note("FileAttachment"),
            ]
        )
    )


def pdf_bytes(pdf: pikepdf.Pdf | None = None, **options: Any) -> bytes:
    out = io.BytesIO()
    # Nothing is packed, so that a canary can be read where it sits.
    (pdf or telling_pdf()).save(
        out,
        compress_streams=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        **options,
    )
    return out.getvalue()


def seven_bits(number: int) -> bytes:
    return bytes(number >> shift & 127 for shift in (21, 14, 7, 0))


def mp3_bytes(frames: int = 200) -> bytes:
    """Silence under every tag that players know; its index has words in its room."""
    cover = b"APIC" + telling_jpeg() + FRAME * 6
    tag = f"TIT2 {CANARY} title".encode() + cover
    index = bytearray(FRAME)
    index[36:40] = b"Xing"
    index[-len(CANARY) :] = CANARY.encode()
    ape = b"APETAGEX" + f"{CANARY} ape".encode()
    last = b"TAG" + f"{CANARY} v1".encode().ljust(125, b"\0")
    before = b"ID3\x04\0\0" + seven_bits(len(tag)) + tag
    return before + bytes(index) + FRAME * frames + ape + last
