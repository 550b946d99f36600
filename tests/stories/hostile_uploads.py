"""Files that carry what must not get out, or that are not what they say. Made here."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pillow_heif
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

pillow_heif.register_heif_opener()
CANARY = "CANARY-of-somebody"
BYTES = CANARY.encode()
AS_WRITTEN = (BYTES, CANARY.encode("utf-16-be"), CANARY.encode("utf-16-le"))
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}</x:xmpmeta>".encode()
SIZE = (240, 200)


def picture() -> Image.Image:
    return Image.linear_gradient("L").resize(SIZE).convert("RGB")


def saved(format: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture().save(out, format, **options)
    return out.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    tags = Image.Exif()
    tags[0x010E] = tags[0x013B] = tags[0x8298] = CANARY
    tags[0x0112] = orientation
    tags.get_ifd(0x8769).update({0x9286: BYTES, 0x927C: BYTES, 0xA431: CANARY})
    tags.get_ifd(0x8825).update({1: "N", 2: (11.0, 33.0, 22.0), 29: CANARY})
    return tags


def profile() -> bytes:
    """sRGB whose description is somebody's name."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    words = "sRGB built-in".encode("utf-16-be")
    assert words in data
    return data.replace(words, CANARY.encode("utf-16-be")[: len(words)]) + BYTES


def jpeg_with(marker: int, payload: bytes) -> bytes:
    """A segment of any kind, straight after the start of the file."""
    data = saved("JPEG")
    segment = struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload
    return data[:2] + segment + data[2:]


def png_with(kind: bytes, payload: bytes, last: bool = False) -> bytes:
    data = saved("PNG")
    crc = struct.pack(">I", zlib.crc32(kind + payload))
    chunk = struct.pack(">I", len(payload)) + kind + payload + crc
    at = data.index(b"IEND") - 4 if last else data.index(b"IDAT") - 4
    return data[:at] + chunk + data[at:]


def png_text(method: str) -> bytes:
    info = PngInfo()
    getattr(info, method)("Author", CANARY)
    info.add_itxt("XML:com.adobe.xmp", CANARY, zip=True)
    return saved("PNG", pnginfo=info)


def thumbnail_in_exif() -> bytes:
    """The old face in the small picture beside the large one."""
    small = saved("JPEG", comment=BYTES)
    tiff = b"II*\0\x08\0\0\0" + struct.pack("<HI", 0, 14)
    entries = struct.pack("<HHHII", 2, 0x0201, 4, 1, 44)
    entries += struct.pack("<HHII", 0x0202, 4, 1, len(small)) + struct.pack("<I", 0)
    return jpeg_with(0xE1, b"Exif\0\0" + tiff + entries + small)


def frames() -> bytes:
    """Somebody's name in the second frame's metadata."""
    second = picture().transpose(Image.Transpose.ROTATE_180)
    return saved("PNG", save_all=True, append_images=[second]) + BYTES


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parcel:
        parcel.writestr("x.html", f"<script>{CANARY}</script>")
    return out.getvalue()


def huge(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = bytearray(saved("PNG"))
    data[16:29] = header
    data[29:33] = struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return bytes(data)


def huge_jpeg() -> bytes:
    data = bytearray(saved("JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", 65_000, 65_000)
    return bytes(data)


CARRIERS: dict[str, Callable[[], bytes]] = {
    "JPEG: EXIF, GPS, maker note": lambda: saved("JPEG", exif=exif()),
    "JPEG: EXIF, on its side": lambda: saved("JPEG", exif=exif(6)),
    "JPEG: EXIF with no such orientation": lambda: saved("JPEG", exif=exif(99)),
    "JPEG: XMP": lambda: saved("JPEG", xmp=XMP),
    "JPEG: IPTC": lambda: jpeg_with(
        0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x17\x1c\x02\x05\0\x12" + BYTES
    ),
    "JPEG: ICC description": lambda: saved("JPEG", icc_profile=profile()),
    "JPEG: comment": lambda: saved("JPEG", comment=BYTES),
    "JPEG: thumbnail in EXIF": thumbnail_in_exif,
    "JPEG: thumbnail in JFXX": lambda: jpeg_with(0xE0, b"JFXX\0\x10" + BYTES),
    "JPEG: an unknown segment": lambda: jpeg_with(0xEB, BYTES),
    "JPEG: Flashpix": lambda: jpeg_with(0xE2, b"FPXR\0" + BYTES),
    "JPEG: a second picture": lambda: saved("JPEG") + saved("JPEG", comment=BYTES),
    "JPEG: progressive, everything": lambda: saved(
        *("JPEG",), progressive=True, exif=exif(), xmp=XMP, comment=BYTES
    ),
    "JPEG and what follows": lambda: saved("JPEG") + BYTES,
    "JPEG that is a ZIP": lambda: saved("JPEG") + zipped(),
    "JPEG that is a page": lambda: (
        saved("JPEG", comment=b"<script>" + BYTES) + b"</script>"
    ),
    "JPEG in grey with a profile of colours": lambda: jpeg_with(
        0xE2, b"ICC_PROFILE\0\x01\x01" + profile()
    ),
    "JPEG with a broken profile": lambda: saved("JPEG", icc_profile=BYTES * 9),
    "PNG: tEXt": lambda: png_text("add_text"),
    "PNG: iTXt": lambda: png_text("add_itxt"),
    "PNG: eXIf": lambda: saved("PNG", exif=exif()),
    "PNG: profile": lambda: saved("PNG", icc_profile=profile()),
    "PNG: a private chunk": lambda: png_with(b"caNy", BYTES),
    "PNG: text at the end": lambda: png_with(b"tEXt", b"A\0" + BYTES, last=True),
    "PNG: frames, and what follows": frames,
    "PNG that is PHP": lambda: saved("PNG") + b"<?php " + BYTES,
    "WebP: EXIF": lambda: saved("WEBP", exif=exif()),
    "WebP: XMP": lambda: saved("WEBP", xmp=XMP),
    "WebP: profile": lambda: saved("WEBP", icc_profile=profile()),
    "WebP and what follows": lambda: saved("WEBP") + BYTES,
    "AVIF: EXIF": lambda: saved("AVIF", exif=exif()),
    "AVIF: XMP": lambda: saved("AVIF", xmp=XMP),
    "HEIC: EXIF": lambda: saved("HEIF", exif=exif().tobytes()),
    "HEIC: XMP": lambda: saved("HEIF", xmp=XMP),
    "HEIC and what follows": lambda: saved("HEIF") + BYTES,
}
REFUSED: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "one byte": lambda: b"\xff",
    "SVG": lambda: f"<svg onload='{CANARY}'></svg>".encode(),
    "SVG, compressed": lambda: zlib.compress(b"<svg></svg>", wbits=31),
    "SVG with an entity": lambda: (
        b"<!DOCTYPE x [<!ENTITY e SYSTEM '/etc/passwd'>]><svg>&e;</svg>"
    ),
    "a page": lambda: b"<html><script>" + BYTES,
    "a GIF that is a script": lambda: b"GIF89a=1;//" + BYTES,
    "a real GIF": lambda: saved("GIF"),
    "TIFF": lambda: saved("TIFF"),
    "BMP": lambda: saved("BMP"),
    "PostScript": lambda: saved("EPS"),
    "PDF around a photo": lambda: b"%PDF-1.7\n" + saved("JPEG"),
    "ZIP": zipped,
    "a film": lambda: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + BYTES,
    "half a JPEG": lambda: saved("JPEG")[:900],
    "half a PNG": lambda: saved("PNG")[:-200],
    "half a WebP": lambda: saved("WEBP")[:-100],
    "half an AVIF": lambda: saved("AVIF")[:-100],
    "half a HEIC": lambda: saved("HEIF")[:-100],
    "a bomb, PNG": lambda: huge(20_000, 20_000),
    "a bomb just too large": lambda: huge(8_001, 8_000),
    "a bomb, JPEG": huge_jpeg,
    "a bomb in a text": lambda: png_with(
        b"zTXt", b"A\0\0" + zlib.compress(b"0" * 2**26)
    ),
    "a strip": lambda: huge(9_000, 201),
    "a stamp": lambda: huge(199, 400),
}
