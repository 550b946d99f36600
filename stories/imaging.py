"""Pixels only: bytes in, clean pixels out, cuts, encodings. Knows no models.

What a file carries beside its pixels (place, camera, thumbnail, comments, trailing
bytes) ends here: pixels are copied into a picture that never had any of it.
"""

import io
import math
import secrets
import threading
import warnings
from contextlib import nullcontext
from typing import Any, BinaryIO, cast

import pillow_heif
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

pillow_heif.register_heif_opener()

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")
MOST_BYTES = 30 * 2**20
MOST_PIXELS = 64_000_000
LEAST_SIDE = 200
LONGEST_SHAPE = 8  # times as long as wide; WebP holds no side above 16,383 pixels
QUALITY = {"jpeg": 78, "webp": 75, "avif": 55}

# Shown while a photo loads; one CSS class each, since styles may not be inline.
TONES = {
    "ink": (34, 38, 46),
    "stone": (128, 124, 118),
    "mist": (206, 208, 206),
    "sand": (214, 190, 152),
    "clay": (168, 98, 66),
    "ember": (196, 72, 48),
    "leaf": (92, 122, 74),
    "sea": (64, 118, 130),
    "sky": (140, 178, 206),
    "dusk": (92, 84, 124),
}


# One of 64 million pixels takes 400 MB while it is unpacked.
MANY_PIXELS = 12_000_000
_LARGE = threading.Lock()


class NotAPhoto(Exception):
    """The file cannot become a photo; `message` tells the sender what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message


UNREADABLE = _(
    "This file is not a photo we can read. Send a JPEG, PNG, WebP, AVIF or HEIC file; "
    "a drawing (SVG), a PDF or a document must be saved as one of those first."
)
DAMAGED = _("This photo is damaged or incomplete. Export it again and send that.")
TOO_HEAVY = _("This file has more than 30 MB. Save it smaller and send that.")
TOO_LARGE = _(
    "This picture has too many pixels (more than 64 million). Make it smaller, say "
    "6,000 pixels wide, and send that."
)
TOO_SMALL = _("This picture is too small: each side needs at least 200 pixels.")
TOO_LONG = _(
    "This picture is more than eight times as long as wide. Cut it and send that."
)


def random_name() -> str:
    return secrets.token_hex(16)


def receive(file: BinaryIO, size: int) -> Image.Image:
    """Clean sRGB pixels, upright, or NotAPhoto. Nothing else of the file survives."""
    if size > MOST_BYTES:
        raise NotAPhoto(TOO_HEAVY)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            found = _opened(file)
            with _LARGE if math.prod(found.size) > MANY_PIXELS else nullcontext():
                return _only_pixels(_upright(found))
        except Image.DecompressionBombError as bomb:
            raise NotAPhoto(TOO_LARGE) from bomb
        except UnidentifiedImageError as other:
            raise NotAPhoto(UNREADABLE) from other
        except (OSError, ValueError, SyntaxError, EOFError) as broken:
            raise NotAPhoto(DAMAGED) from broken


def _opened(file: BinaryIO) -> Image.Image:
    found = Image.open(file, formats=FORMATS)
    _check_size(found.size)
    return found


def _check_size(size: tuple[int, int]) -> None:
    """From the header, before any pixel is unpacked."""
    width, height = size
    if width * height > MOST_PIXELS:
        raise NotAPhoto(TOO_LARGE)
    if min(width, height) < LEAST_SIDE:
        raise NotAPhoto(TOO_SMALL)
    if max(width, height) > LONGEST_SHAPE * min(width, height):
        raise NotAPhoto(TOO_LONG)


def _upright(found: Image.Image) -> Image.Image:
    """In place: a copy of 60 million pixels more is what a small machine lacks."""
    found.load()
    ImageOps.exif_transpose(found, in_place=True)
    return found


def _only_pixels(found: Image.Image) -> Image.Image:
    """A new RGB picture; what was transparent becomes white."""
    converted = _to_srgb(_in_bytes(found))
    clean = Image.new("RGB", converted.size, (255, 255, 255))
    if converted.has_transparency_data:
        layer = converted.convert("RGBA")
        clean.paste(layer, mask=layer.getchannel("A"))
    else:
        clean.paste(converted if converted.mode == "RGB" else converted.convert("RGB"))
    return clean


def _in_bytes(found: Image.Image) -> Image.Image:
    """Pillow cuts sixteen bits of grey off at 255, and all would be white."""
    if found.mode not in {"I", "I;16", "I;16B", "I;16L"}:
        return found
    return found.convert("I").point(lambda value: value * (1 / 256)).convert("L")


def _to_srgb(found: Image.Image) -> Image.Image:
    profile = found.info.get("icc_profile")
    if not profile or found.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return found
    try:
        return (
            ImageCms.profileToProfile(
                found,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGBA" if found.mode == "RGBA" else "RGB",
            )
            or found
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return found  # an unreadable profile: the colours as they are


def load(file: BinaryIO, share: float = 1) -> Image.Image:
    """One of our own masters, at no less than `share` of its size.

    A JPEG can be unpacked at a half, a quarter or an eighth: sizes for pages need no
    more, and it takes a sixteenth of the memory and a third of the time.
    """
    master = cast(JpegImageFile, Image.open(file, formats=("JPEG",)))
    width, height = master.size
    master.draft("RGB", (math.ceil(width * share), math.ceil(height * share)))
    master.load()
    return master


def master_bytes(picture: Image.Image) -> bytes:
    # Not optimised: that takes a second buffer as large as the picture.
    return _save(picture, format="JPEG", quality=94, subsampling=0)


def encode(picture: Image.Image, format: str) -> bytes:
    extra: Any = {
        "jpeg": {"progressive": True, "optimize": True},
        "webp": {"method": 4},
        "avif": {"speed": 6},
    }[format]
    return _save(picture, format=format.upper(), quality=QUALITY[format], **extra)


def _save(picture: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    picture.info.clear()
    picture.save(out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def focal_box(
    size: tuple[int, int], focus: tuple[float, float], ratio: float
) -> tuple[int, int, int, int]:
    """The largest box of `ratio` inside `size`, as near round `focus` as it fits."""
    width, height = size
    inner = (
        (width, width / ratio) if width / height < ratio else (height * ratio, height)
    )
    left = min(max(focus[0] * width - inner[0] / 2, 0), width - inner[0])
    top = min(max(focus[1] * height - inner[1] / 2, 0), height - inner[1])
    return (round(left), round(top), round(left + inner[0]), round(top + inner[1]))


def resize(
    picture: Image.Image, box: tuple[float, float, float, float], width: int
) -> Image.Image:
    height = max(1, round((box[3] - box[1]) * width / (box[2] - box[0])))
    return picture.resize(
        (width, height), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0
    )


def veiled(file: BinaryIO) -> bytes:
    """So few pixels that a browser shows colours and no picture."""
    picture = Image.open(file, formats=("WEBP",)).convert("RGB")
    small = picture.resize((4, 3), Image.Resampling.BOX)
    return _save(small.resize((96, 64), Image.Resampling.BICUBIC), format="WEBP")


def tone_of(picture: Image.Image) -> str:
    """The name of the palette's colour nearest to the picture's mean."""
    red, green, blue = picture.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))  # type: ignore[misc]

    def distance(name: str) -> float:
        r, g, b = TONES[name]
        return (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2

    return min(TONES, key=distance)
